//! A receive right with its guard.
// SPDX-License-Identifier: MIT OR Apache-2.0
use crate::{calls, kind, sys, AsPort, Borrowed, Error, IntoRawMachPort, ReceiveRight};
use core::mem::ManuallyDrop;

/// A receive right and the guard without which it cannot be destroyed. Dropping it destroys the port.
#[derive(Debug)]
pub struct Guarded {
    right: ManuallyDrop<ReceiveRight>,
    guard: sys::machport_guard_t,
}

impl Guarded {
    /// A new port, guarded. Flags: `sys::MACHPORT_GUARD_STRICT`, `MACHPORT_GUARD_IMMOVABLE`, or 0.
    pub fn new(guard: sys::machport_guard_t, flags: u32) -> Result<Self, Error> {
        let right = calls::receive_right_new(sys::MACHPORT_GUARD | flags, guard)?;
        Ok(Self { right: ManuallyDrop::new(right), guard })
    }

    /// The guard.
    pub fn guard(&self) -> sys::machport_guard_t {
        self.guard
    }

    /// Both, for whoever will destroy the port.
    pub fn into_parts(self) -> (ReceiveRight, sys::machport_guard_t) {
        let mut this = ManuallyDrop::new(self);
        // SAFETY: taken once, and this is not dropped.
        (unsafe { ManuallyDrop::take(&mut this.right) }, this.guard)
    }

    /// A right that is guarded by this guard already.
    pub fn from_parts(right: ReceiveRight, guard: sys::machport_guard_t) -> Self {
        Self { right: ManuallyDrop::new(right), guard }
    }
}

impl AsPort for Guarded {
    type Kind = kind::Receive;
    fn as_port(&self) -> Borrowed<'_, kind::Receive> {
        self.right.as_port()
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        // SAFETY: taken once.
        let right = unsafe { ManuallyDrop::take(&mut self.right) };
        if let Err(failed) = calls::receive_right_release(right, self.guard) {
            // Another guard is on it: nobody here can destroy the port.
            failed.outputs.into_raw_mach_port();
        }
    }
}
