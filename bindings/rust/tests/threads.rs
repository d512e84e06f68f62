//! Rights and name spaces: what may go to another thread, and what ends in a foreign space.
// SPDX-License-Identifier: MIT OR Apache-2.0
#![cfg(feature = "embedded")]
mod common;

use common::{as_a_task, status, urefs};
use machport::*;
use std::thread;

#[test]
fn a_right_that_records_its_space_goes_to_another_thread() {
    let (receive, send) = pair().unwrap();
    let sendable = AnyThread::new(send);
    thread::scope(|scope| {
        scope.spawn(|| assert_eq!(urefs(&sendable.get().unwrap()), (1, 0)));
    });
    thread::spawn(move || drop(sendable.into_inner().unwrap())).join().unwrap();
    assert_eq!(urefs(&receive), (0, 0));
}

#[test]
fn in_another_space_it_is_of_no_use_and_counts_a_leak() {
    let before = leaks();
    let receive = ReceiveRight::new().unwrap();
    let send = AnyThread::new(receive.make_send().unwrap());
    thread::spawn(move || {
        as_a_task(|| {
            assert_eq!(status(send.get()), sys::MACHPORT_E_STALE);
            let failed = send.into_inner().unwrap_err();
            drop(failed);
        });
    })
    .join()
    .unwrap();
    assert_eq!(leaks(), before + 1);
    assert_eq!(urefs(&receive), (1, 0), "nobody released it");
    // SAFETY: the unit that was leaked.
    drop(unsafe { SendRight::from_raw_mach_port(receive.as_raw_mach_port()) });
}
