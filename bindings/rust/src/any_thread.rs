//! A right together with the name space that it belongs to.
// SPDX-License-Identifier: MIT OR Apache-2.0
use crate::kind::Kind;
use crate::{calls, sys, AsPort, Borrowed, Error, Failed, IntoRawMachPort, Owned};
use core::mem::ManuallyDrop;

/// An owned right that may go to other threads: it records its name space, and is of use in that one alone. One that ends in another
/// space counts a leak, for there its name is nobody's, or a stranger's.
#[derive(Debug)]
pub struct AnyThread<K: Kind> {
    right: ManuallyDrop<Owned<K>>,
    epoch: sys::machport_epoch_t,
}

// SAFETY: the name is used only where the thread's name space is the one that it belongs to, and libmachport's functions may be
// called from any thread.
unsafe impl<K: Kind> Send for AnyThread<K> {}
// SAFETY: as above; what is lent is itself neither Send nor Sync.
unsafe impl<K: Kind> Sync for AnyThread<K> {}

impl<K: Kind> AnyThread<K> {
    /// Records the calling thread's name space, which a right of its own belongs to.
    pub fn new(right: Owned<K>) -> Self {
        Self { right: ManuallyDrop::new(right), epoch: calls::epoch() }
    }

    /// Lends the right; `E_STALE` in another name space.
    pub fn get(&self) -> Result<Borrowed<'_, K>, Error> {
        self.check().map(|()| self.right.as_port())
    }

    /// The right; in another name space the failure, with `E_STALE`, has it back.
    pub fn into_inner(self) -> Result<Owned<K>, Failed<Self>> {
        match self.check() {
            // SAFETY: taken once, and self is not dropped.
            Ok(()) => Ok(unsafe { ManuallyDrop::take(&mut ManuallyDrop::new(self).right) }),
            Err(error) => Err(Failed { error, outputs: self }),
        }
    }

    fn check(&self) -> Result<(), Error> {
        Error::check(if calls::epoch() == self.epoch { sys::MACHPORT_KERN_SUCCESS } else { sys::MACHPORT_E_STALE })
    }
}

impl<K: Kind> Drop for AnyThread<K> {
    fn drop(&mut self) {
        // SAFETY: taken once.
        let right = unsafe { ManuallyDrop::take(&mut self.right) };
        if self.check().is_err() {
            right.into_raw_mach_port();
            count::leak();
        }
    }
}

/// How many rights ended in another name space than their own, and were not released.
pub fn leaks() -> usize {
    count::leaks()
}

#[cfg(target_has_atomic = "ptr")]
mod count {
    use core::sync::atomic::{AtomicUsize, Ordering};

    static LEAKS: AtomicUsize = AtomicUsize::new(0);

    pub fn leak() {
        LEAKS.fetch_add(1, Ordering::Relaxed);
    }

    pub fn leaks() -> usize {
        LEAKS.load(Ordering::Relaxed)
    }
}

#[cfg(not(target_has_atomic = "ptr"))]
mod count {
    pub fn leak() {}

    pub fn leaks() -> usize {
        0
    }
}
