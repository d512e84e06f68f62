//! The raw port, and how a type gives and takes one.
// SPDX-License-Identifier: MIT OR Apache-2.0
use crate::sys;

/// A raw port: a name in the space of one task, a plain `u32` on every target. The `mach_port_t` of libc, mach2, core-foundation
/// and io-kit are the same type, and pass unchanged. It says nothing of who owns it.
pub type RawMachPort = sys::machport_name_t;

/// Lends a raw port: it stays whose it was, and is valid while that lives.
pub trait AsRawMachPort {
    /// The raw name, borrowed.
    fn as_raw_mach_port(&self) -> RawMachPort;
}

/// Gives a raw port away.
pub trait IntoRawMachPort {
    /// The raw name. Whoever gets it owns what the value owned, and must release it.
    fn into_raw_mach_port(self) -> RawMachPort;
}

/// Takes a raw port over.
pub trait FromRawMachPort {
    /// Takes over what the caller owns under a raw name.
    ///
    /// # Safety
    /// The caller owns one unit of a right of this kind under the name, which is neither NULL nor DEAD, and nobody else releases
    /// it. The name belongs to the calling thread's name space.
    unsafe fn from_raw_mach_port(raw: RawMachPort) -> Self;
}

impl AsRawMachPort for RawMachPort {
    fn as_raw_mach_port(&self) -> RawMachPort {
        *self
    }
}
