//! One unit of one right, released once.
// SPDX-License-Identifier: MIT OR Apache-2.0
use crate::kind::{self, Kind};
use crate::{sys, AsRawMachPort, Error, FromRawMachPort, IntoRawMachPort, RawMachPort};
use core::fmt;
use core::marker::PhantomData;
use core::mem;
use core::num::NonZeroU32;

/// One owned unit of one right: a send user reference, the receive right, a send-once right, a set, or a dead-name user reference.
/// Dropping it releases the unit, also where a send or send-once right has died under it.
///
/// Four bytes, as is `Option<Owned<K>>`, which C may see as a `machport_name_t`: NULL is `None`. It cannot hold NULL or DEAD.
///
/// - It is not `Send` and not `Sync`: a name belongs to a name space, a thread may act as another task (the embedded Mach has
///   several in one process), and four bytes have no room to record which space it is. [`AnyThread`](crate::AnyThread) records it
///   and goes to other threads.
/// - It is not `Clone`: another user reference may be refused. [`SendRight::try_dup`] asks for one.
/// - It does not compare: equal names do not mean equal ownership.
/// - Dropping never panics. Where debug assertions are on it aborts if the name holds nothing, or no right of the kind: then
///   somebody released what was not his, as when std finds a closed file descriptor.
/// - A guarded receive right needs its guard to be destroyed: dropped without, it stays. [`Guarded`](crate::Guarded) keeps both.
#[repr(transparent)]
#[must_use = "dropping a right releases it"]
pub struct Owned<K: Kind> {
    name: NonZeroU32,
    // Neither Send nor Sync.
    kind: PhantomData<*mut K>,
}

/// One user reference of a send right.
pub type SendRight = Owned<kind::Send>;
/// The receive right of a port.
pub type ReceiveRight = Owned<kind::Receive>;
/// A send-once right.
pub type SendOnceRight = Owned<kind::SendOnce>;
/// A port set.
pub type PortSet = Owned<kind::PortSet>;
/// One user reference of a dead name.
pub type DeadName = Owned<kind::DeadName>;

/// A right that came from elsewhere, and may have died on its way.
#[derive(Debug)]
pub enum Received<K: Kind> {
    /// It is alive, or was when it came.
    Live(Owned<K>),
    /// It died on its way: there is nothing to release.
    Dead,
}

/// One more unit of a send right, or of the dead name that it has become.
#[derive(Debug)]
pub enum SendOrDead {
    /// The port is alive.
    Send(SendRight),
    /// The port died.
    Dead(DeadName),
}

impl<K: Kind> Owned<K> {
    /// Takes over what the caller owns under a raw name, after a look at the name: it must hold a live right of this kind. Else
    /// the error says what is wrong (`E_NULL`, `E_DEAD`, `E_STALE`, `E_WRONG_KIND`), and the right stays the caller's.
    ///
    /// # Safety
    /// The caller owns one unit of the right that is there, and nobody else releases it: no look at a name can tell that.
    pub unsafe fn from_raw_checked(raw: RawMachPort) -> Result<Self, Error> {
        let mut right = 0;
        // SAFETY: right is where the result goes.
        Error::check(unsafe { sys::machport_adopt(raw, K::RAW, sys::MACHPORT_ADOPT_VERIFY, &mut right) })?;
        // SAFETY: adopted, and verified.
        Ok(unsafe { Self::from_raw_mach_port(right) })
    }

    #[inline]
    pub(crate) fn name(&self) -> NonZeroU32 {
        self.name
    }

    /// What a call handed over: `None` where it gave NULL.
    ///
    /// # Safety
    /// A unit of this kind is the caller's under the name, or the name is NULL.
    #[inline]
    pub unsafe fn given(raw: RawMachPort) -> Option<Self> {
        NonZeroU32::new(raw).map(|name| Self { name, kind: PhantomData })
    }

    /// What a call handed over, where it may have died on its way.
    ///
    /// # Safety
    /// As [`Self::given`], or the name is DEAD.
    #[inline]
    pub unsafe fn received(raw: RawMachPort) -> Option<Received<K>> {
        if raw == sys::MACHPORT_DEAD {
            return Some(Received::Dead);
        }
        // SAFETY: as the caller says.
        unsafe { Self::given(raw) }.map(Received::Live)
    }
}

impl<K: Kind> Drop for Owned<K> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the unit is ours, and this is its end.
        let status = unsafe { sys::machport_release(K::RAW, self.name.get(), 0) };
        if cfg!(debug_assertions) && matches!(status, sys::MACHPORT_E_STALE | sys::MACHPORT_E_WRONG_KIND) {
            violated(self, status);
        }
    }
}

/// A right was released by somebody who did not own it. To go on would release a stranger's next.
#[cold]
fn violated<K: Kind>(_right: &Owned<K>, _status: i32) -> ! {
    #[cfg(feature = "std")]
    {
        let why = Error::check(_status).unwrap_err();
        std::eprintln!("machport: fatal: {_right:?} is not its owner's to release any more: {why}");
        std::process::abort()
    }
    #[cfg(not(feature = "std"))]
    {
        extern "C" {
            fn abort() -> !;
        }
        // SAFETY: C's own; it ends the process.
        unsafe { abort() }
    }
}

impl<K: Kind> AsRawMachPort for Owned<K> {
    #[inline]
    fn as_raw_mach_port(&self) -> RawMachPort {
        self.name.get()
    }
}

impl<K: Kind> IntoRawMachPort for Owned<K> {
    #[inline]
    fn into_raw_mach_port(self) -> RawMachPort {
        let raw = self.name.get();
        mem::forget(self);
        raw
    }
}

impl<K: Kind> FromRawMachPort for Owned<K> {
    /// Panics where the name is NULL or DEAD.
    #[inline]
    unsafe fn from_raw_mach_port(raw: RawMachPort) -> Self {
        assert_ne!(raw, sys::MACHPORT_DEAD, "DEAD is no right");
        Self { name: NonZeroU32::new(raw).expect("NULL is no right"), kind: PhantomData }
    }
}

impl<K: Kind> fmt::Debug for Owned<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({:#x})", K::NAME, self.name)
    }
}
