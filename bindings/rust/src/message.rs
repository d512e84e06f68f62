//! A message that is sent: bytes, and rights.
// SPDX-License-Identifier: MIT OR Apache-2.0
use crate::timeout::Timeout;
use crate::{kind, sys, AsPort, AsRawMachPort, Carried, Error, Failed, Right, SendOnceRight};
use core::time::Duration;

/// A message: an id, bytes, a multiple of 4 of them, a right to reply to, and rights. It owns the rights that move.
#[derive(Debug)]
pub struct Message<'a, const N: usize> {
    /// What it is, as sender and receiver agree.
    pub id: i32,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The right to reply to, of any disposition but a receive right's.
    pub reply: Carried<'a>,
    /// The rights that it carries.
    pub rights: [Carried<'a>; N],
}

/// What a send-once right could not send.
#[derive(Debug)]
pub struct Unsent<'a, const N: usize> {
    /// The destination, where it was not used and is still there.
    pub to: Option<SendOnceRight>,
    /// The message: its rights tell what became of them.
    pub message: Message<'a, N>,
}

impl<'a> Message<'a, 0> {
    /// A message without rights.
    pub fn new(id: i32, bytes: &'a [u8]) -> Self {
        Self { id, bytes, reply: Carried::NULL, rights: [] }
    }
}

impl<'a, const N: usize> Message<'a, N> {
    /// With a right to reply to.
    pub fn reply(mut self, reply: impl Into<Carried<'a>>) -> Self {
        self.reply = reply.into();
        self
    }

    /// With these rights instead of those that it has.
    pub fn rights<const M: usize>(self, rights: [Carried<'a>; M]) -> Message<'a, M> {
        Message { id: self.id, bytes: self.bytes, reply: self.reply, rights }
    }

    /// Sends it to a send right. Waits while the queue is full: `None` for ever, zero not at all; a signal does not end the wait.
    /// After a failure the message is in it, and each right tells what became of it: to send again takes up from there.
    pub fn send(mut self, to: &impl AsPort<Kind = kind::Send>, timeout: Option<Duration>) -> Result<(), Failed<Self>> {
        let timeout = Timeout::new(timeout);
        loop {
            // SAFETY: bytes and rights are as many as is told, and what moves is the message's own.
            let status = unsafe {
                sys::machport_message_send(
                    to.as_port().as_raw_mach_port(),
                    self.id,
                    self.bytes.as_ptr().cast(),
                    self.bytes.len(),
                    self.reply.as_mut_ptr(),
                    self.rights.as_mut_ptr().cast(),
                    N,
                    0,
                    timeout.left(),
                )
            };
            match Error::check(status) {
                Ok(()) => return Ok(()),
                Err(error) if error.status() == sys::MACHPORT_MACH_SEND_INTERRUPTED && timeout.goes_on() => {}
                Err(error) => return Err(Failed { error, outputs: self }),
            }
        }
    }

    /// Sends it to a send-once right, which never waits; such a message has no right to reply to, so `reply` stays.
    pub fn send_once(mut self, to: SendOnceRight) -> Result<(), Failed<Unsent<'a, N>>> {
        let mut to = Carried::from(to);
        // SAFETY: as above.
        let status = unsafe {
            sys::machport_message_send_once(
                to.as_mut_ptr(),
                self.id,
                self.bytes.as_ptr().cast(),
                self.bytes.len(),
                self.rights.as_mut_ptr().cast(),
                N,
                0,
            )
        };
        Error::check(status).map_err(|error| {
            let to = match to.take() {
                Some(Right::SendOnce(right)) => Some(right),
                _ => None,
            };
            Failed { error, outputs: Unsent { to, message: self } }
        })
    }
}
