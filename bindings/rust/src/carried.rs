//! A right in a message: on its way out, come in, or come back.
// SPDX-License-Identifier: MIT OR Apache-2.0
use crate::kind::{self, Kind};
use crate::{sys, AsPort, AsRawMachPort, FromRawMachPort, IntoRawMachPort, Owned, ReceiveRight, SendOnceRight, SendRight};
use core::fmt;
use core::marker::PhantomData;

/// A right of a message. What moves is owned by it until the message has left; what is copied, or what a right is made from, is
/// borrowed for `'a`. After a failed send it tells what became of the right, and a second send takes it from there.
#[repr(transparent)]
pub struct Carried<'a> {
    raw: sys::machport_right_t,
    lent: PhantomData<(&'a (), *mut ())>,
}

/// An owned right whose kind is told at run time.
#[derive(Debug)]
pub enum Right {
    /// A send right.
    Send(SendRight),
    /// A send-once right.
    SendOnce(SendOnceRight),
    /// A receive right.
    Receive(ReceiveRight),
}

/// What became of a right that was to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was done with it: it is as it was, or as it was received.
    None,
    /// It went with the message.
    Moved,
    /// It did not go, and is still here, perhaps under a new name.
    Kept,
    /// It was destroyed.
    Lost,
    /// The right that was made or copied for the message is here.
    Returned,
}

impl<'a> Carried<'a> {
    /// No right: NULL.
    pub const NULL: Self = Self::new(sys::MACHPORT_NULL, sys::MACHPORT_MOVE_SEND);
    /// A right that is dead: DEAD.
    pub const DEAD: Self = Self::new(sys::MACHPORT_DEAD, sys::MACHPORT_MOVE_SEND);

    const fn new(name: sys::machport_name_t, disposition: u32) -> Self {
        Self { raw: sys::machport_right_t { name, disposition, outcome: sys::MACHPORT_OUTCOME_NONE }, lent: PhantomData }
    }

    /// A copy of a send right, which stays its owner's.
    pub fn copy_send(send: &'a impl AsPort<Kind = kind::Send>) -> Self {
        Self::new(send.as_port().as_raw_mach_port(), sys::MACHPORT_COPY_SEND)
    }

    /// A send right made from a receive right, which stays its owner's.
    pub fn make_send(receive: &'a impl AsPort<Kind = kind::Receive>) -> Self {
        Self::new(receive.as_port().as_raw_mach_port(), sys::MACHPORT_MAKE_SEND)
    }

    /// A send-once right made from a receive right, which stays its owner's.
    pub fn make_send_once(receive: &'a impl AsPort<Kind = kind::Receive>) -> Self {
        Self::new(receive.as_port().as_raw_mach_port(), sys::MACHPORT_MAKE_SEND_ONCE)
    }

    /// What became of it.
    pub fn outcome(&self) -> Outcome {
        match self.raw.outcome {
            sys::MACHPORT_OUTCOME_MOVED => Outcome::Moved,
            sys::MACHPORT_OUTCOME_KEPT => Outcome::Kept,
            sys::MACHPORT_OUTCOME_LOST => Outcome::Lost,
            sys::MACHPORT_OUTCOME_RETURNED => Outcome::Returned,
            _ => Outcome::None,
        }
    }

    /// Whether it died on its way here.
    pub fn is_dead(&self) -> bool {
        self.raw.name == sys::MACHPORT_DEAD
    }

    /// The right that it owns, taken out; NULL is left. `None` where it owns none: NULL, DEAD, and what is only lent.
    pub fn take(&mut self) -> Option<Right> {
        let name = self.raw.name;
        if matches!(name, sys::MACHPORT_NULL | sys::MACHPORT_DEAD) {
            return None;
        }
        // SAFETY: what moves, and what came back, is owned by this, and leaves it.
        let right = unsafe {
            match self.raw.disposition {
                sys::MACHPORT_MOVE_SEND => Right::Send(SendRight::from_raw_mach_port(name)),
                sys::MACHPORT_MOVE_SEND_ONCE => Right::SendOnce(SendOnceRight::from_raw_mach_port(name)),
                sys::MACHPORT_MOVE_RECEIVE => Right::Receive(ReceiveRight::from_raw_mach_port(name)),
                _ => return None,
            }
        };
        self.raw.name = sys::MACHPORT_NULL;
        Some(right)
    }

    pub(crate) fn from_raw(raw: sys::machport_right_t) -> Self {
        Self { raw, lent: PhantomData }
    }

    pub(crate) fn as_mut_ptr(&mut self) -> *mut sys::machport_right_t {
        &mut self.raw
    }
}

impl Drop for Carried<'_> {
    fn drop(&mut self) {
        self.take();
    }
}

impl fmt::Debug for Carried<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Carried({:#x}, disposition {}, {:?})", self.raw.name, self.raw.disposition, self.outcome())
    }
}

/// A kind that can be moved by a message.
trait Movable: Kind {
    const MOVE: u32;
}
impl Movable for kind::Send {
    const MOVE: u32 = sys::MACHPORT_MOVE_SEND;
}
impl Movable for kind::SendOnce {
    const MOVE: u32 = sys::MACHPORT_MOVE_SEND_ONCE;
}
impl Movable for kind::Receive {
    const MOVE: u32 = sys::MACHPORT_MOVE_RECEIVE;
}

fn moved<K: Movable>(right: Owned<K>) -> Carried<'static> {
    Carried::new(right.into_raw_mach_port(), K::MOVE)
}

impl From<SendRight> for Carried<'_> {
    fn from(right: SendRight) -> Self {
        moved(right)
    }
}

impl From<SendOnceRight> for Carried<'_> {
    fn from(right: SendOnceRight) -> Self {
        moved(right)
    }
}

impl From<ReceiveRight> for Carried<'_> {
    fn from(right: ReceiveRight) -> Self {
        moved(right)
    }
}

impl From<Right> for Carried<'_> {
    fn from(right: Right) -> Self {
        match right {
            Right::Send(right) => right.into(),
            Right::SendOnce(right) => right.into(),
            Right::Receive(right) => right.into(),
        }
    }
}
