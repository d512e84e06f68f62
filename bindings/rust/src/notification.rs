//! What the kernel tells.
// SPDX-License-Identifier: MIT OR Apache-2.0
use crate::{sys, DeadName, RawMachPort, ReceiveRight};

/// A notification. Whoever may send to a port may send what looks like one.
#[derive(Debug)]
pub struct Notification {
    /// What it tells.
    pub what: What,
    /// Whether it is known that the kernel sent it. Only then it hands something over.
    pub trusted: bool,
}

/// What a notification tells.
#[derive(Debug)]
pub enum What {
    /// The port of a right died. The kernel made one more unit of the dead name for it.
    DeadName {
        /// The name.
        name: RawMachPort,
        /// The unit.
        unit: Option<DeadName>,
    },
    /// A right with a request left the space. The name claims nothing.
    PortDeleted(RawMachPort),
    /// The destination's queue has room again. The name claims nothing.
    SendPossible(RawMachPort),
    /// The receive right that was to be destroyed.
    PortDestroyed(Option<ReceiveRight>),
    /// The last send right is gone; so many were ever made.
    NoSenders(u32),
    /// A send-once right died unused.
    SendOnce,
    /// Another one, of a later definition.
    Other(i32),
}

impl Notification {
    /// # Safety
    /// What it hands over is the caller's.
    pub(crate) unsafe fn new(told: &sys::machport_notification_t) -> Self {
        let (id, name, kind) = (told.id, told.name, told.kind);
        // SAFETY: the kind tells that the name is owned.
        let what = unsafe {
            match id {
                sys::MACHPORT_NOTIFY_DEAD_NAME => {
                    What::DeadName { name, unit: if kind == sys::MACHPORT_KIND_DEAD_NAME { DeadName::given(name) } else { None } }
                }
                sys::MACHPORT_NOTIFY_PORT_DESTROYED => {
                    What::PortDestroyed(if kind == sys::MACHPORT_KIND_RECEIVE { ReceiveRight::given(name) } else { None })
                }
                sys::MACHPORT_NOTIFY_PORT_DELETED => What::PortDeleted(name),
                sys::MACHPORT_NOTIFY_SEND_POSSIBLE => What::SendPossible(name),
                sys::MACHPORT_NOTIFY_NO_SENDERS => What::NoSenders(told.count),
                sys::MACHPORT_NOTIFY_SEND_ONCE => What::SendOnce,
                other => What::Other(other),
            }
        };
        Self { what, trusted: told.trusted != 0 }
    }
}
