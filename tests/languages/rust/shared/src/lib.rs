//! A library in Rust for programs in other languages: rights go over the border as C has them, and NULL is None.
//! SPDX-License-Identifier: MIT OR Apache-2.0
use machport::{calls, pair, sys, ReceiveRight, SendRight};
use std::cell::RefCell;

thread_local! {
    static PORT: RefCell<Option<ReceiveRight>> = const { RefCell::new(None) };
}

/// Makes a port, keeps its receive right, and gives a send right to it away.
#[no_mangle]
pub extern "C" fn shared_give() -> Option<SendRight> {
    let (receive, send) = pair().ok()?;
    PORT.with(|port| port.replace(Some(receive)));
    Some(send)
}

/// Takes a send right over, and releases it. Returns how many user references its name held before.
#[no_mangle]
pub extern "C" fn shared_take(right: Option<SendRight>) -> u32 {
    right.map_or(0, |right| calls::urefs(&right, sys::MACHPORT_KIND_SEND).unwrap_or(0))
}

/// Ends the port.
#[no_mangle]
pub extern "C" fn shared_end() {
    PORT.with(|port| port.replace(None));
}
