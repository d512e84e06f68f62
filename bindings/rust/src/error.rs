//! A status that is not success, and the outputs of the call that failed.
// SPDX-License-Identifier: MIT OR Apache-2.0
use crate::sys::{self, StatusEntry};
use core::fmt;

/// A status that is not success. Its number is Mach's own, or one of `err_local`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Error(i32);

impl Error {
    /// `Ok` for success, else the error.
    #[inline]
    pub fn check(status: sys::machport_status_t) -> Result<(), Error> {
        if status == sys::MACHPORT_KERN_SUCCESS {
            Ok(())
        } else {
            Err(Error(status))
        }
    }

    /// The number, to be compared with `sys::MACHPORT_KERN_*`, `MACHPORT_MACH_*` and `MACHPORT_E_*`.
    #[inline]
    pub fn status(self) -> i32 {
        self.0
    }

    /// Its name as Mach has it, such as `KERN_INVALID_NAME`.
    pub fn name(self) -> &'static str {
        self.entry().map_or("unknown status", |entry| entry.name)
    }

    /// What it means, in a sentence without a full stop.
    pub fn text(self) -> &'static str {
        self.entry().map_or("no status of the definition", |entry| entry.text)
    }

    /// Its class, one of `sys::MACHPORT_CLASS_*`: the same question has the same answer on every Mach.
    pub fn class(self) -> u32 {
        self.entry().map_or(sys::MACHPORT_CLASS_UNKNOWN, |entry| entry.class)
    }

    fn entry(self) -> Option<&'static StatusEntry> {
        sys::STATUSES.binary_search_by_key(&self.0, |entry| entry.value).ok().map(|found| &sys::STATUSES[found])
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({} {})", self.0, self.name())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.name(), self.text(), self.0)
    }
}

#[cfg(feature = "std")]
impl std::error::Error for Error {}

/// A failure that has outputs: rights that came back, or what a call tells although it failed. With `?` into [`Error`] they are
/// dropped, and so released.
#[derive(Debug)]
pub struct Failed<T> {
    /// Why.
    pub error: Error,
    /// What the failed call gave back.
    pub outputs: T,
}

impl<T> From<Failed<T>> for Error {
    fn from(failed: Failed<T>) -> Error {
        failed.error
    }
}

impl<T> fmt::Display for Failed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

#[cfg(feature = "std")]
impl<T: fmt::Debug> std::error::Error for Failed<T> {}
