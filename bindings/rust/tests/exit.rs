//! Threads and processes end with live rights, in every order: a value of each of the five kinds is a thread's own (`thread_local!`), or
//! the process's (`static`), which Rust does not drop. After each end, what is left must be what has not ended.
// SPDX-License-Identifier: MIT OR Apache-2.0
#![cfg(feature = "embedded")]
mod common;

use common::{ended_child, in_child};
use machport::*;
use std::any::Any;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{stderr, Read, Write};
use std::os::unix::io::AsRawFd;
use std::os::unix::net::UnixStream;
use std::process::exit;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

extern "C" {
    fn atexit(function: extern "C" fn()) -> i32;
    fn dup2(from: i32, to: i32) -> i32;
}

/// Each name, and what it holds.
type Space = BTreeMap<RawMachPort, u32>;

fn space() -> Space {
    let (mut names, mut types) = ([0; 64], [0; 64]);
    let count = calls::space_names(&mut names, &mut types).unwrap();
    names[..count].iter().copied().zip(types).collect()
}

/// Receive, send and send-once right to one port, a set in which it is, and a dead name; in its queue waits a message with rights.
struct Values {
    receive: ReceiveRight,
    send: SendRight,
    once: SendOnceRight,
    set: PortSet,
    dead: DeadName,
}

const NOW: Option<Duration> = Some(Duration::ZERO);
const LETTERS: &str = "RSOPD";

impl Values {
    fn new() -> Self {
        let (receive, send) = pair().unwrap();
        let (once, set) = (receive.make_send_once().unwrap(), PortSet::new().unwrap());
        calls::port_set_insert(&set, &receive).unwrap();
        let rights = [ReceiveRight::new().unwrap().into(), Carried::copy_send(&send)];
        Message::new(7, b"wait").rights(rights).send(&send, NOW).unwrap();
        let (other, dies) = pair().unwrap();
        drop(other);
        // SAFETY: it died, and its unit is one of a dead name.
        let dead = unsafe { DeadName::from_raw_mach_port(dies.into_raw_mach_port()) };
        Self { receive, send, once, set, dead }
    }

    /// Each on its own, by its letter.
    fn apart(self) -> BTreeMap<char, Box<dyn Any>> {
        let values: [Box<dyn Any>; 5] =
            [Box::new(self.receive), Box::new(self.send), Box::new(self.once), Box::new(self.set), Box::new(self.dead)];
        LETTERS.chars().zip(values).collect()
    }
}

/// The space before there were values, and their names: the receive and the send right have one.
struct Story {
    before: Space,
    port: RawMachPort,
    once: RawMachPort,
    set: RawMachPort,
    dead: RawMachPort,
    /// The letters of those that ended, in order.
    ended: String,
}

static STORY: Mutex<Option<Story>> = Mutex::new(None);

fn begin() -> Values {
    let (before, values) = (space(), Values::new());
    *STORY.lock().unwrap() = Some(Story {
        before,
        port: values.receive.as_raw_mach_port(),
        once: values.once.as_raw_mach_port(),
        set: values.set.as_raw_mach_port(),
        dead: values.dead.as_raw_mach_port(),
        ended: String::new(),
    });
    values
}

impl Story {
    /// What lives on, and nothing else, is in the space. Whose port died has a dead name.
    fn check(&self) {
        let lives = |letter| !self.ended.contains(letter);
        let or_dead = |bits| if lives('R') { bits } else { sys::MACHPORT_TYPE_DEAD_NAME };
        let mut left = self.before.clone();
        for (letter, name, bits) in [
            ('R', self.port, sys::MACHPORT_TYPE_RECEIVE),
            ('S', self.port, or_dead(sys::MACHPORT_TYPE_SEND)),
            ('O', self.once, or_dead(sys::MACHPORT_TYPE_SEND_ONCE)),
            ('P', self.set, sys::MACHPORT_TYPE_PORT_SET),
            ('D', self.dead, sys::MACHPORT_TYPE_DEAD_NAME),
        ] {
            if lives(letter) {
                *left.entry(name).or_default() |= bits;
            }
        }
        assert_eq!(space(), left, "after {}", self.ended);
    }
}

/// When all is over. What waits for a receive right that lives on is there, and Mach goes on. Gives the letters of what ended.
fn check() -> String {
    let story = STORY.lock().unwrap();
    let story = story.as_ref().unwrap();
    story.check();
    let (receive, send) = pair().unwrap();
    Message::new(1, b"more").send(&send, NOW).unwrap();
    assert_eq!(machport::receive(&receive, &mut [0; 64], &mut [], NOW).unwrap().id(), 1);
    if !story.ended.contains('R') {
        let (mut bytes, mut room) = ([0; 64], [Carried::NULL; 4]);
        // SAFETY: nobody ends it any more.
        let receive = unsafe { Borrowed::<kind::Receive>::borrow_raw(story.port) }.unwrap();
        let delivery = machport::receive(&receive, &mut bytes, &mut room, NOW).unwrap();
        assert_eq!((delivery.id(), delivery.rights.len()), (7, 2));
        assert!(matches!(delivery.rights[0].take(), Some(Right::Receive(_))));
        assert!(matches!(delivery.rights[1].take(), Some(Right::Send(send)) if send.as_raw_mach_port() == story.port));
    }
    story.ended.clone()
}

/// A value whose end is looked at.
struct Watched {
    letter: char,
    right: Option<Box<dyn Any>>,
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.right = None;
        let mut story = STORY.lock().unwrap();
        let story = story.as_mut().unwrap();
        story.ended.push(self.letter);
        story.check();
    }
}

type Place = RefCell<Option<Watched>>;

thread_local! {
    static FIRST: Place = RefCell::default();
    static SECOND: Place = RefCell::default();
    static THIRD: Place = RefCell::default();
    static FOURTH: Place = RefCell::default();
    static FIFTH: Place = RefCell::default();
}

/// The values become the thread's own, and begin in this order. They end in an order that hangs on it.
fn keep(values: Values, order: &str) {
    let mut values = values.apart();
    for (letter, place) in order.chars().zip([&FIRST, &SECOND, &THIRD, &FOURTH, &FIFTH]) {
        place.with(|place| *place.borrow_mut() = Some(Watched { letter, right: values.remove(&letter) }));
    }
}

fn orders(letters: &str) -> Vec<String> {
    if letters.is_empty() {
        return vec![String::new()];
    }
    let first = |one: char| orders(&letters.replace(one, "")).into_iter().map(move |rest| format!("{one}{rest}"));
    letters.chars().flat_map(first).collect()
}

/// A test that fails holds locks of Rust's while it says so, and another's child would have them for ever.
static ALONE: Mutex<()> = Mutex::new(());

/// The 120 orders in which the values can end.
fn all() -> BTreeSet<String> {
    let all: BTreeSet<_> = orders(LETTERS).into_iter().collect();
    assert_eq!(all.len(), 120);
    all
}

#[test]
fn threads_end_in_every_order() {
    let _alone = ALONE.lock();
    in_child(|| {
        calls::renew().unwrap();
        let mut seen = BTreeSet::new();
        for order in orders(LETTERS) {
            thread::spawn(move || keep(begin(), &order)).join().unwrap();
            seen.insert(check());
        }
        assert_eq!(seen, all());
    });
}

/// The end of a process that acts and then exits. Gives all that it says: the letters that ended before the last that runs in it,
/// which checks.
fn ended_process(act: impl FnOnce()) -> String {
    extern "C" fn tell() {
        stderr().write_all(check().as_bytes()).unwrap();
        stderr().write_all(b".").unwrap();
    }
    let (mut ours, theirs) = UnixStream::pair().unwrap();
    let descriptor = theirs.as_raw_fd();
    let end = || {
        calls::renew().unwrap();
        // SAFETY: the descriptor is open, and the function is called once, at the end.
        assert_eq!(unsafe { (dup2(descriptor, 2), atexit(tell)) }, (2, 0));
        act();
        exit(0);
    };
    ended_child(end, || {
        drop(theirs);
        let mut told = String::new();
        ours.read_to_string(&mut told).unwrap();
        told
    })
}

#[test]
fn processes_end_in_every_order() {
    let _alone = ALONE.lock();
    let ended = |order: String| ended_process(|| keep(begin(), &order));
    let seen: BTreeSet<_> = orders(LETTERS).into_iter().map(ended).collect();
    assert_eq!(seen, all().into_iter().map(|order| order + ".").collect());
}

#[test]
fn what_never_ends_is_left() {
    let _alone = ALONE.lock();
    static KEPT: Mutex<Option<AnyThread<kind::Receive>>> = Mutex::new(None);
    let ended = ended_process(|| {
        let values = begin();
        *KEPT.lock().unwrap() = Some(AnyThread::new(values.receive));
        std::mem::forget((values.send, values.once, values.set, values.dead));
    });
    assert_eq!(ended, ".");
    let ended = ended_process(|| {
        keep(begin(), LETTERS);
        let _ = thread::spawn(|| exit(0)).join();
    });
    assert_eq!(ended, ".", "it was another thread that exited");
}
