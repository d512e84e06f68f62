//! A task of its own for each test: its name space is empty before, and must be so afterwards.
// SPDX-License-Identifier: MIT OR Apache-2.0
#![allow(dead_code)] // each test uses some of it

use machport::{calls, embedded, sys, AsPort, Error};
use std::panic::{catch_unwind, AssertUnwindSafe};

extern "C" {
    fn fork() -> i32;
    fn waitpid(child: i32, status: *mut i32, options: i32) -> i32;
    fn _exit(code: i32) -> !;
}

/// The names of the calling task's space, in order.
pub fn names() -> Vec<u32> {
    let (mut names, mut types) = ([0; 64], [0; 64]);
    let count = calls::space_names(&mut names, &mut types).expect("there is room");
    let mut names = names[..count].to_vec();
    names.sort_unstable();
    names
}

/// The user references that a right's name holds: of sends, and of dead names.
pub fn urefs(right: &impl AsPort) -> (u32, u32) {
    let of = |kind| calls::urefs(right, kind).expect("the name is there");
    (of(sys::MACHPORT_KIND_SEND), of(sys::MACHPORT_KIND_DEAD_NAME))
}

/// Runs a test as a new task.
pub fn as_a_task(test: impl FnOnce()) {
    let (mut task, mut before) = (0, 0);
    // SAFETY: both are where results go.
    unsafe {
        assert_eq!(embedded::mach_embedded_task_create(&mut task), 0);
        assert_eq!(embedded::mach_embedded_task_enter(task, &mut before), 0);
    }
    let first = names();
    test();
    assert_eq!(names(), first, "the name space is as it was");
    // SAFETY: as above; no other thread acts as the task.
    unsafe {
        assert_eq!(embedded::mach_embedded_task_enter(before, &mut task), 0);
        assert_eq!(embedded::mach_embedded_task_destroy(task), 0);
    }
}

pub fn status<T, E: Into<Error>>(result: Result<T, E>) -> i32 {
    result.err().map_or(sys::MACHPORT_KERN_SUCCESS, |error| error.into().status())
}

/// Runs a check in a forked child; its failure is the test's.
pub fn in_child(check: impl FnOnce()) {
    // SAFETY: it ends the child at once.
    let end = || unsafe {
        check();
        _exit(0)
    };
    ended_child(end, || ());
}

/// Runs in a forked child what ends it, well, and does something meanwhile; a panic is a failure.
pub fn ended_child<T>(end: impl FnOnce(), meanwhile: impl FnOnce() -> T) -> T {
    let mut ended = -1;
    // SAFETY: the child ends, whatever it does.
    unsafe {
        let child = fork();
        if child == 0 {
            let _ = catch_unwind(AssertUnwindSafe(end));
            _exit(1);
        }
        let gives = meanwhile();
        assert_eq!(waitpid(child, &mut ended, 0), child);
        assert_eq!(ended, 0);
        gives
    }
}
