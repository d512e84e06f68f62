//! A library that gives handles to objects out, as IOKit does: a handle is a send right. It knows nothing of who will use it.
//! SPDX-License-Identifier: MIT OR Apache-2.0
use machport::{AsRawMachPort, Error, IntoRawMachPort, RawMachPort, ReceiveRight, SendRight};

/// An object. It ends when it is dropped.
pub struct Object(ReceiveRight);

/// A handle to an object: one owned user reference.
pub struct Handle(SendRight);

impl Object {
    /// A new object.
    pub fn new() -> Result<Self, Error> {
        ReceiveRight::new().map(Object)
    }

    /// A handle to it.
    pub fn handle(&self) -> Result<Handle, Error> {
        self.0.make_send().map(Handle)
    }
}

impl AsRawMachPort for Handle {
    fn as_raw_mach_port(&self) -> RawMachPort {
        self.0.as_raw_mach_port()
    }
}

impl IntoRawMachPort for Handle {
    fn into_raw_mach_port(self) -> RawMachPort {
        self.0.into_raw_mach_port()
    }
}
