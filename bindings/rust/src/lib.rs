#![doc = include_str!("../README.md")]
//!
//! # The modules
//! - [`sys`]: the definition as C has it. Without the feature `library` it is the vocabulary alone, and links nothing.
//! - `calls`: every function, with the words of the definition in its types: what is consumed is taken by value, what is
//!   borrowed by reference, what is owned comes back as `Owned`. Generated, as `sys` is.
//! - the types beside them, written by hand: `Owned` and `Borrowed`, [`Error`], `Message`, `Notification`.
// SPDX-License-Identifier: MIT OR Apache-2.0
#![no_std]
#![warn(missing_docs)]

extern crate self as machport;
#[cfg(feature = "std")]
extern crate std;

#[cfg(feature = "embedded")]
#[rustfmt::skip]
pub mod embedded;
#[rustfmt::skip]
pub mod sys;

mod error;
mod raw;
pub use error::{Error, Failed};
pub use raw::{AsRawMachPort, FromRawMachPort, IntoRawMachPort, RawMachPort};

#[cfg(feature = "library")]
mod any_thread;
#[cfg(feature = "library")]
mod borrowed;
#[cfg(feature = "library")]
#[rustfmt::skip]
pub mod calls;
#[cfg(feature = "library")]
mod carried;
#[cfg(feature = "library")]
mod guarded;
#[cfg(feature = "library")]
pub mod kind;
#[cfg(feature = "library")]
mod message;
#[cfg(feature = "library")]
mod notification;
#[cfg(feature = "library")]
mod owned;
#[cfg(feature = "library")]
mod receive;
#[cfg(feature = "library")]
mod rights;
#[cfg(feature = "library")]
mod timeout;

#[cfg(feature = "library")]
pub use {
    any_thread::{leaks, AnyThread},
    borrowed::{AsPort, Borrowed},
    carried::{Carried, Outcome, Right},
    guarded::Guarded,
    message::{Message, Unsent},
    notification::{Notification, What},
    owned::{DeadName, Owned, PortSet, ReceiveRight, Received, SendOnceRight, SendOrDead, SendRight},
    receive::{receive, Delivery, Undelivered},
    rights::pair,
};
