//! The raw types of other crates and machport's are one type: values pass unchanged, in both directions and behind pointers.
//! SPDX-License-Identifier: MIT OR Apache-2.0
#![no_std]
#![cfg(target_vendor = "apple")]

#[cfg(feature = "std")]
use machport::AsRawMachPort;
use machport::{kind, Borrowed, IntoRawMachPort, RawMachPort, SendRight};

macro_rules! same {
    ($($name:ident: $type:ty;)*) => {$(
        /// A type that is not the same does not compile here.
        pub fn $name(own: &mut RawMachPort) -> &mut $type {
            own
        }
    )*};
}

same! {
    libc_port: libc::mach_port_t;
    mach2_port: mach2::port::mach_port_t;
    mach2_name: mach2::port::mach_port_name_t;
    mach2_task: mach2::mach_types::task_t;
}

#[cfg(feature = "std")]
same! {
    core_foundation_port: core_foundation_sys::base::mach_port_t;
    io_kit_object: io_kit_sys::types::io_object_t;
    io_kit_service: io_kit_sys::types::io_service_t;
}

/// A right given to a function of mach2, which knows nothing of machport.
pub fn deallocate(right: SendRight) -> mach2::kern_return::kern_return_t {
    // SAFETY: the unit is given away.
    unsafe { mach2::mach_port::mach_port_deallocate(mach2::traps::mach_task_self(), right.into_raw_mach_port()) }
}

/// A name that libc gives, borrowed.
pub fn task() -> Option<Borrowed<'static, kind::Send>> {
    // SAFETY: the task's own port lives as long as the process.
    #[allow(deprecated)]
    unsafe {
        Borrowed::borrow_raw(libc::mach_task_self())
    }
}

/// A borrow, where another crate wants a port.
#[cfg(feature = "std")]
pub fn object(port: &impl AsRawMachPort) -> io_kit_sys::types::io_object_t {
    port.as_raw_mach_port()
}

/// What both call a success, and a kind, is one number.
const _: () = {
    assert!(mach2::kern_return::KERN_SUCCESS == machport::sys::MACHPORT_KERN_SUCCESS);
    assert!(mach2::port::MACH_PORT_RIGHT_DEAD_NAME == machport::sys::MACHPORT_KIND_DEAD_NAME);
    assert!(mach2::message::MACH_MSG_TYPE_MAKE_SEND_ONCE == machport::sys::MACHPORT_MAKE_SEND_ONCE);
};
