//! A right that is released twice ends a debug build, as std does for file descriptors; a release build goes on.
// SPDX-License-Identifier: MIT OR Apache-2.0
#![cfg(feature = "library")]
use machport::{pair, AsRawMachPort, FromRawMachPort, SendRight};
use std::env;
use std::process::Command;

const CHILD: &str = "MACHPORT_TEST_VIOLATION";

fn release_twice() {
    let (receive, send) = pair().unwrap();
    // SAFETY: none. That is the point.
    let thief = unsafe { SendRight::from_raw_mach_port(send.as_raw_mach_port()) };
    drop(thief);
    drop(receive);
    println!("released once");
    drop(send);
    println!("released twice");
}

#[test]
fn a_double_release_ends_a_debug_build() {
    if env::var_os(CHILD).is_some() {
        return release_twice();
    }
    let mut again = Command::new(env::current_exe().unwrap());
    let done = again.args(["a_double_release_ends_a_debug_build", "--exact", "--nocapture"]).env(CHILD, "1").output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(out.contains("released once"));
    assert_eq!(out.contains("released twice"), !cfg!(debug_assertions));
    assert_eq!(done.status.success(), !cfg!(debug_assertions));
    let told = err.contains("machport: fatal: SendRight(0x") && err.contains("is not its owner's to release any more: E_STALE");
    assert_eq!(told, cfg!(debug_assertions), "{err}");
}
