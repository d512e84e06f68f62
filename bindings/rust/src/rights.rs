//! What is asked of a right most often, as methods. The rest is in [`crate::calls`].
// SPDX-License-Identifier: MIT OR Apache-2.0
use crate::{calls, kind, sys, AsRawMachPort, Borrowed, DeadName, Error, FromRawMachPort};
use crate::{PortSet, ReceiveRight, SendOnceRight, SendOrDead, SendRight};

/// A new port: its receive right and one send right to it, made in one step and under one name.
pub fn pair() -> Result<(ReceiveRight, SendRight), Error> {
    calls::pair_new(0, 0)
}

impl Borrowed<'_, kind::Send> {
    /// One more user reference, owned. `E_DEAD` where the right died: [`Self::try_dup_any`] takes it as it is.
    pub fn try_dup(&self) -> Result<SendRight, Error> {
        calls::send_right_dup(self)
    }

    /// One more user reference of the right, or of the dead name that it has become.
    pub fn try_dup_any(&self) -> Result<SendOrDead, Error> {
        let (mut copy, mut kind) = (0, 0);
        // SAFETY: both are where results go.
        Error::check(unsafe { sys::machport_send_right_dup_any(self.as_raw_mach_port(), &mut copy, &mut kind) })?;
        // SAFETY: the call handed the unit over, and told its kind.
        Ok(unsafe {
            if kind == sys::MACHPORT_KIND_SEND {
                SendOrDead::Send(SendRight::from_raw_mach_port(copy))
            } else {
                SendOrDead::Dead(DeadName::from_raw_mach_port(copy))
            }
        })
    }
}

impl SendRight {
    /// One more user reference, owned. `E_DEAD` where the right died: [`Self::try_dup_any`] takes it as it is.
    pub fn try_dup(&self) -> Result<SendRight, Error> {
        calls::send_right_dup(self)
    }

    /// One more user reference of the right, or of the dead name that it has become.
    pub fn try_dup_any(&self) -> Result<SendOrDead, Error> {
        Borrowed::<kind::Send>::of(self.name()).try_dup_any()
    }
}

impl DeadName {
    /// One more user reference, owned.
    pub fn try_dup(&self) -> Result<DeadName, Error> {
        calls::dead_name_dup(self)
    }
}

impl ReceiveRight {
    /// A new port.
    pub fn new() -> Result<ReceiveRight, Error> {
        calls::receive_right_new(0, 0)
    }

    /// A send right to the port. It has the receive right's name.
    pub fn make_send(&self) -> Result<SendRight, Error> {
        calls::send_right_make(self)
    }

    /// A send-once right to the port, under a name of its own.
    pub fn make_send_once(&self) -> Result<SendOnceRight, Error> {
        calls::send_once_right_make(self)
    }
}

impl PortSet {
    /// An empty set.
    pub fn new() -> Result<PortSet, Error> {
        calls::port_set_new()
    }
}
