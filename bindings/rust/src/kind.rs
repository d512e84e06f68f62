//! The kinds of rights, as types.
// SPDX-License-Identifier: MIT OR Apache-2.0
use crate::sys;

/// A kind of right.
pub trait Kind: sealed::Sealed + 'static {
    /// Its number, one of `sys::MACHPORT_KIND_*`.
    const RAW: sys::machport_kind_t;
    /// As one reads it.
    const NAME: &'static str;
}

/// A kind that messages are received from.
pub trait Receivable: Kind {}

mod sealed {
    pub trait Sealed {}
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $raw:ident, $text:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}
        impl sealed::Sealed for $name {}
        impl Kind for $name {
            const RAW: sys::machport_kind_t = sys::$raw;
            const NAME: &'static str = $text;
        }
    )*};
}

kinds! {
    /// A send right: any number of user references under one name.
    Send = MACHPORT_KIND_SEND, "SendRight";
    /// The receive right: one for each port.
    Receive = MACHPORT_KIND_RECEIVE, "ReceiveRight";
    /// A send-once right: good for one message.
    SendOnce = MACHPORT_KIND_SEND_ONCE, "SendOnceRight";
    /// A port set: receive rights that are received from together.
    PortSet = MACHPORT_KIND_PORT_SET, "PortSet";
    /// A dead name: what a send or send-once right turns into when its port dies.
    DeadName = MACHPORT_KIND_DEAD_NAME, "DeadName";
}

impl Receivable for Receive {}
impl Receivable for PortSet {}
