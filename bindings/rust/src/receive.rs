//! A message that is received.
// SPDX-License-Identifier: MIT OR Apache-2.0
use crate::kind::Receivable;
use crate::timeout::Timeout;
use crate::{sys, AsPort, AsRawMachPort, Carried, Error, Failed, Notification, RawMachPort};
use core::time::Duration;

/// A received message, in the caller's buffers. It owns the rights in it: what is not taken out is released with them.
#[derive(Debug)]
pub struct Delivery<'b> {
    /// Its bytes.
    pub bytes: &'b [u8],
    /// Its rights, in order.
    pub rights: &'b mut [Carried<'static>],
    /// The right to reply to.
    pub reply: Carried<'static>,
    told: sys::machport_received_t,
}

/// What a failed receive tells.
#[derive(Debug)]
pub enum Undelivered<'b> {
    /// No message was taken.
    Nothing,
    /// It may have no room, and waits on: so much room is enough for it.
    TooLarge {
        /// How many bytes.
        bytes: u64,
        /// How many rights.
        rights: u64,
    },
    /// It came, but the name space had no room for some of its rights: these are NULL.
    Partly(Delivery<'b>),
}

/// Receives a message from a receive right or a port set. Waits for one: `None` for ever, zero not at all; a signal does not end
/// the wait. What is in `rights` is released first.
pub fn receive<'b>(
    from: &impl AsPort<Kind = impl Receivable>,
    bytes: &'b mut [u8],
    rights: &'b mut [Carried<'static>],
    timeout: Option<Duration>,
) -> Result<Delivery<'b>, Failed<Undelivered<'b>>> {
    rights.iter_mut().for_each(|right| *right = Carried::NULL);
    let timeout = Timeout::new(timeout);
    loop {
        let mut received = sys::machport_received_t::EMPTY;
        // SAFETY: there is as much room as is told; a Carried is a machport_right_t, and owns none now.
        let status = unsafe {
            sys::machport_message_receive(
                from.as_port().as_raw_mach_port(),
                bytes.as_mut_ptr().cast(),
                bytes.len(),
                rights.as_mut_ptr().cast(),
                rights.len(),
                0,
                timeout.left(),
                &mut received,
            )
        };
        let error = match Error::check(status) {
            Ok(()) => return Ok(Delivery::new(received, bytes, rights)),
            Err(error) if error.status() == sys::MACHPORT_MACH_RCV_INTERRUPTED && timeout.goes_on() => continue,
            Err(error) => error,
        };
        let outputs = match status {
            sys::MACHPORT_MACH_RCV_TOO_LARGE => Undelivered::TooLarge { bytes: received.size, rights: received.count },
            sys::MACHPORT_MACH_RCV_BODY_ERROR => Undelivered::Partly(Delivery::new(received, bytes, rights)),
            _ => Undelivered::Nothing,
        };
        return Err(Failed { error, outputs });
    }
}

impl<'b> Delivery<'b> {
    fn new(told: sys::machport_received_t, bytes: &'b [u8], rights: &'b mut [Carried<'static>]) -> Self {
        Delivery {
            bytes: &bytes[..told.size as usize],
            rights: &mut rights[..told.count as usize],
            reply: Carried::from_raw(told.reply),
            told: sys::machport_received_t { reply: sys::machport_right_t::EMPTY, ..told },
        }
    }

    /// What it is, as sender and receiver agree.
    pub fn id(&self) -> i32 {
        self.told.id
    }

    /// Its number among those of its port.
    pub fn sequence(&self) -> u32 {
        self.told.sequence
    }

    /// The name of the receive right that it came by. It claims nothing.
    pub fn came_by(&self) -> RawMachPort {
        self.told.from
    }

    /// Who sent it, one of `sys::MACHPORT_ORIGIN_*`.
    pub fn origin(&self) -> u32 {
        self.told.origin
    }

    /// How many descriptors bytes and rights cannot express; they were destroyed.
    pub fn dropped(&self) -> u32 {
        self.told.dropped
    }

    /// Reads it as a notification; the failure has it back where it is none.
    pub fn into_notification(self) -> Result<Notification, Failed<Self>> {
        let mut told = sys::machport_notification_t::EMPTY;
        // SAFETY: bytes and rights are the message's own, and as many as is told.
        let status = unsafe {
            sys::machport_notification_decode(
                &self.told,
                self.bytes.as_ptr().cast(),
                self.bytes.len(),
                self.rights.as_mut_ptr().cast(),
                self.rights.len(),
                &mut told,
            )
        };
        match Error::check(status) {
            // SAFETY: what it hands over is ours.
            Ok(()) => Ok(unsafe { Notification::new(&told) }),
            Err(error) => Err(Failed { error, outputs: self }),
        }
    }
}
