//! The life of a process: a fork, after which the child owns nothing, and signals in the middle of a wait.
// SPDX-License-Identifier: MIT OR Apache-2.0
#![cfg(feature = "embedded")]
mod common;

use common::{as_a_task, in_child, status, urefs};
use machport::*;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

extern "C" {
    fn signal(number: i32, handler: extern "C" fn(i32)) -> usize;
    fn pthread_self() -> usize;
    fn pthread_kill(thread: usize, number: i32) -> i32;
}

const SIGUSR1: i32 = 10;

#[test]
fn the_child_of_a_fork_owns_nothing() {
    as_a_task(|| {
        let (receive, send) = pair().unwrap();
        let recorded = AnyThread::new(send.try_dup().unwrap());
        let inherited = (receive.as_raw_mach_port(), calls::epoch());
        in_child(|| {
            assert_ne!(calls::epoch(), inherited.1);
            assert_eq!(status(pair()), sys::MACHPORT_E_FORKED);
            assert_eq!(status(send.try_dup()), sys::MACHPORT_E_FORKED);
            assert_eq!(status(Message::new(0, &[]).send(&send, None)), sys::MACHPORT_E_FORKED);
            assert_eq!(status(machport::receive(&receive, &mut [], &mut [], None)), sys::MACHPORT_E_FORKED);
            // SAFETY: what this owns is the parent's; in the child its end releases nothing.
            drop(unsafe { SendRight::from_raw_mach_port(inherited.0) });
            calls::renew().unwrap();
            let before = leaks();
            drop(recorded);
            assert_eq!(leaks(), before + 1, "it knows that it is from before");
            let (own_receive, own_send) = pair().unwrap();
            assert_eq!(urefs(&own_receive), (1, 0));
            drop(own_send);
        });
        assert_eq!(urefs(&receive), (1, 0), "the parent has what it had, less what went with the check");
    });
}

static HANDLED: AtomicU32 = AtomicU32::new(0);

extern "C" fn handle(_number: i32) {
    HANDLED.fetch_add(1, Ordering::Relaxed);
}

#[test]
fn signals_do_not_end_a_wait_before_its_time() {
    const A_WHILE: Duration = Duration::from_millis(60);
    as_a_task(|| {
        let (receive, send) = pair().unwrap();
        let over = AtomicBool::new(false);
        // SAFETY: the handler only counts; the thread lives as long as the scope.
        let waiter = unsafe {
            signal(SIGUSR1, handle);
            pthread_self()
        };
        thread::scope(|scope| {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    thread::sleep(Duration::from_millis(2));
                    // SAFETY: as above.
                    unsafe { pthread_kill(waiter, SIGUSR1) };
                }
            });
            let start = Instant::now();
            let received = machport::receive(&receive, &mut [], &mut [], Some(A_WHILE));
            assert_eq!(status(received), sys::MACHPORT_MACH_RCV_TIMED_OUT);
            assert!(start.elapsed() >= A_WHILE - Duration::from_millis(1));
            calls::attr_set(&receive, sys::MACHPORT_ATTR_QUEUE_LIMIT, 0).unwrap();
            let start = Instant::now();
            let failed = Message::new(0, &[]).send(&send, Some(A_WHILE));
            assert_eq!(status(failed), sys::MACHPORT_MACH_SEND_TIMED_OUT);
            assert!(start.elapsed() >= A_WHILE - Duration::from_millis(1));
            over.store(true, Ordering::Relaxed);
        });
        assert!(HANDLED.load(Ordering::Relaxed) > 0);
    });
}
