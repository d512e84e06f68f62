//! One neutral definition of a raw Mach port, with ownership that cannot be misread.
//!
//! SPDX-License-Identifier: MIT OR Apache-2.0
#![no_std]
#![warn(missing_docs)]

#[cfg(feature = "std")]
extern crate std;

#[cfg(feature = "embedded")]
#[rustfmt::skip]
pub mod embedded;
#[rustfmt::skip]
pub mod sys;
