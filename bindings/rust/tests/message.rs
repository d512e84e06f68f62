//! Messages: each right tells what became of it.
// SPDX-License-Identifier: MIT OR Apache-2.0
#![cfg(feature = "embedded")]
mod common;

use common::{as_a_task, status, urefs};
use machport::*;
use std::thread;
use std::time::Duration;

const NOW: Option<Duration> = Some(Duration::ZERO);

#[test]
fn rights_are_moved_copied_and_made() {
    as_a_task(|| {
        let (receive, send) = pair().unwrap();
        let (other, moved) = pair().unwrap();
        let rights = [moved.into(), Carried::copy_send(&send), Carried::make_send(&other), Carried::make_send_once(&other)];
        Message::new(3, b"four").rights(rights).send(&send, NOW).unwrap();
        assert_eq!((urefs(&send), urefs(&other)), ((1, 0), (0, 0)));

        let (mut bytes, mut room) = ([0; 64], [Carried::NULL; 8]);
        let delivery = receive_from(&receive, &mut bytes, &mut room);
        assert_eq!((delivery.id(), delivery.bytes, delivery.rights.len()), (3, &b"four"[..], 4));
        assert_eq!((delivery.came_by(), delivery.dropped()), (receive.as_raw_mach_port(), 0));
        assert_eq!((urefs(&send), urefs(&other)), ((2, 0), (2, 0)));
        let kinds: Vec<_> = delivery.rights.iter_mut().map(|right| right.take().unwrap()).collect();
        assert!(matches!(kinds[..], [Right::Send(_), Right::Send(_), Right::Send(_), Right::SendOnce(_)]));
        assert!(delivery.rights[0].take().is_none(), "a right is taken once");
    });
}

fn receive_from<'b>(from: &ReceiveRight, bytes: &'b mut [u8], rights: &'b mut [Carried<'static>]) -> Delivery<'b> {
    machport::receive(from, bytes, rights, NOW).unwrap()
}

#[test]
fn a_message_that_is_not_unpacked_releases_its_rights() {
    as_a_task(|| {
        let (receive, send) = pair().unwrap();
        let (other, moved) = pair().unwrap();
        Message::new(0, &[]).rights([moved.into()]).send(&send, NOW).unwrap();
        let (mut bytes, mut room) = ([0; 64], [Carried::NULL; 8]);
        receive_from(&receive, &mut bytes, &mut room);
        drop(room);
        assert_eq!(urefs(&other), (0, 0));
    });
}

#[test]
fn a_failed_send_has_the_rights_and_is_sent_again() {
    as_a_task(|| {
        let (receive, send) = pair().unwrap();
        calls::attr_set(&receive, sys::MACHPORT_ATTR_QUEUE_LIMIT, 1).unwrap();
        Message::new(1, &[]).send(&send, NOW).unwrap();
        let (other, moved) = pair().unwrap();
        let rights = [moved.into(), Carried::copy_send(&send), Carried::make_send_once(&other)];
        let failed = Message::new(2, &[]).rights(rights).send(&send, NOW).unwrap_err();
        assert_eq!(failed.error.status(), sys::MACHPORT_MACH_SEND_TIMED_OUT);
        let outcomes: Vec<_> = failed.outputs.rights.iter().map(Carried::outcome).collect();
        assert_eq!(outcomes[0], Outcome::Kept);
        assert_eq!(outcomes[2], Outcome::Returned);
        assert_eq!(urefs(&other), (1, 0), "what was to move is in the failure");

        let (mut bytes, mut room) = ([0; 64], [Carried::NULL; 8]);
        assert_eq!(receive_from(&receive, &mut bytes, &mut room).id(), 1);
        failed.outputs.send(&send, NOW).unwrap();
        let delivery = receive_from(&receive, &mut bytes, &mut room);
        assert!(matches!(delivery.rights[2].take(), Some(Right::SendOnce(_))));
    });
}

#[test]
fn a_reply_right_comes_with_a_request() {
    as_a_task(|| {
        let (server, service) = pair().unwrap();
        let client = ReceiveRight::new().unwrap();
        Message::new(1, b"ping").reply(Carried::make_send_once(&client)).send(&service, NOW).unwrap();

        let (mut bytes, mut room) = ([0; 64], [Carried::NULL; 8]);
        let mut request = receive_from(&server, &mut bytes, &mut room);
        let Some(Right::SendOnce(reply)) = request.reply.take() else { panic!("a send-once right to reply to") };
        Message::new(2, b"pong").send_once(reply).unwrap();
        assert_eq!(receive_from(&client, &mut bytes, &mut room).bytes, b"pong");
    });
}

#[test]
fn a_send_once_right_that_was_not_used_comes_back() {
    as_a_task(|| {
        let client = ReceiveRight::new().unwrap();
        let reply = client.make_send_once().unwrap();
        let failed = Message::new(2, b"odd").send_once(reply).unwrap_err();
        assert_eq!(failed.error.status(), sys::MACHPORT_KERN_INVALID_ARGUMENT);
        Message::new(2, b"even").send_once(failed.outputs.to.unwrap()).unwrap();
    });
}

#[test]
fn a_right_that_died_on_its_way_is_dead() {
    as_a_task(|| {
        let (receive, send) = pair().unwrap();
        let (other, moved) = pair().unwrap();
        Message::new(0, &[]).rights([moved.into()]).send(&send, NOW).unwrap();
        drop(other);
        let (mut bytes, mut room) = ([0; 64], [Carried::NULL; 8]);
        let delivery = receive_from(&receive, &mut bytes, &mut room);
        assert!(delivery.rights[0].is_dead());
        assert!(delivery.rights[0].take().is_none());
    });
}

#[test]
fn what_is_too_large_stays_and_tells_the_room_it_needs() {
    as_a_task(|| {
        let (receive, send) = pair().unwrap();
        Message::new(0, &[7; 256]).send(&send, NOW).unwrap();
        let failed = machport::receive(&receive, &mut [], &mut [], NOW).unwrap_err();
        let Undelivered::TooLarge { bytes, rights } = failed.outputs else { panic!("{failed:?}") };
        let mut bytes = vec![0; bytes as usize];
        let mut rights: Vec<_> = (0..rights).map(|_| Carried::NULL).collect();
        assert_eq!(receive_from(&receive, &mut bytes, &mut rights).bytes, [7; 256]);
    });
}

#[test]
fn a_set_is_received_from_as_a_right_is() {
    as_a_task(|| {
        let (receive, send) = pair().unwrap();
        let set = PortSet::new().unwrap();
        calls::port_set_insert(&set, &receive).unwrap();
        Message::new(5, &[]).send(&send, NOW).unwrap();
        let (mut bytes, mut room) = ([0; 64], [Carried::NULL; 8]);
        assert_eq!(machport::receive(&set, &mut bytes, &mut room, NOW).unwrap().came_by(), receive.as_raw_mach_port());
    });
}

#[test]
fn who_waits_is_woken_and_time_runs_out() {
    let (receive, send) = pair().unwrap();
    let (mut bytes, mut room) = ([0; 64], [Carried::NULL; 8]);
    assert_eq!(status(machport::receive(&receive, &mut bytes, &mut room, NOW)), sys::MACHPORT_MACH_RCV_TIMED_OUT);
    let some = Some(Duration::from_millis(1));
    assert_eq!(status(machport::receive(&receive, &mut bytes, &mut room, some)), sys::MACHPORT_MACH_RCV_TIMED_OUT);
    let send = AnyThread::new(send);
    let sender = thread::spawn(move || Message::new(9, &[]).send(&send.get().unwrap(), None).unwrap());
    assert_eq!(machport::receive(&receive, &mut bytes, &mut room, None).unwrap().id(), 9);
    sender.join().unwrap();
}
