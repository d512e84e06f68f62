//! A right that somebody else owns.
// SPDX-License-Identifier: MIT OR Apache-2.0
use crate::kind::Kind;
use crate::{AsRawMachPort, Owned, RawMachPort};
use core::fmt;
use core::marker::PhantomData;
use core::num::NonZeroU32;

/// A right that its owner lends for a while: four bytes, free to copy. It never changes a count.
#[repr(transparent)]
pub struct Borrowed<'a, K: Kind> {
    name: NonZeroU32,
    owner: PhantomData<(&'a Owned<K>, *mut ())>,
}

impl<K: Kind> Borrowed<'_, K> {
    /// Borrows what a raw name stands for; `None` where it is NULL or DEAD.
    ///
    /// # Safety
    /// The name holds a right of this kind in the calling thread's name space, or one that has died, for as long as the borrow
    /// lives.
    #[inline]
    pub unsafe fn borrow_raw(raw: RawMachPort) -> Option<Self> {
        let name = NonZeroU32::new(raw).filter(|name| name.get() != crate::sys::MACHPORT_DEAD)?;
        Some(Self { name, owner: PhantomData })
    }

    #[inline]
    pub(crate) fn of(name: NonZeroU32) -> Self {
        Self { name, owner: PhantomData }
    }
}

impl<K: Kind> Clone for Borrowed<'_, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K: Kind> Copy for Borrowed<'_, K> {}

impl<K: Kind> AsRawMachPort for Borrowed<'_, K> {
    #[inline]
    fn as_raw_mach_port(&self) -> RawMachPort {
        self.name.get()
    }
}

impl<K: Kind> fmt::Debug for Borrowed<'_, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Borrowed{}({:#x})", K::NAME, self.name)
    }
}

/// What can lend a right. Functions that borrow take `&impl AsPort<Kind = kind::Send>`: an owned right, a borrowed one, or a type
/// of another library that holds one.
pub trait AsPort {
    /// The kind of the right.
    type Kind: Kind;
    /// Lends it.
    fn as_port(&self) -> Borrowed<'_, Self::Kind>;
}

impl<K: Kind> AsPort for Borrowed<'_, K> {
    type Kind = K;
    #[inline]
    fn as_port(&self) -> Borrowed<'_, K> {
        *self
    }
}

impl<K: Kind> AsPort for Owned<K> {
    type Kind = K;
    #[inline]
    fn as_port(&self) -> Borrowed<'_, K> {
        Borrowed::of(self.name())
    }
}

impl<T: AsPort> AsPort for &T {
    type Kind = T::Kind;
    #[inline]
    fn as_port(&self) -> Borrowed<'_, T::Kind> {
        T::as_port(self)
    }
}

impl<T: AsPort> AsPort for &mut T {
    type Kind = T::Kind;
    #[inline]
    fn as_port(&self) -> Borrowed<'_, T::Kind> {
        T::as_port(self)
    }
}
