//! Notifications: what they hand over is owned.
// SPDX-License-Identifier: MIT OR Apache-2.0
#![cfg(feature = "embedded")]
mod common;

use common::{as_a_task, urefs};
use machport::*;
use std::time::Duration;

fn told(port: &ReceiveRight) -> Notification {
    let (mut bytes, mut rights) = ([0; 128], [Carried::NULL; 8]);
    let delivery = machport::receive(port, &mut bytes, &mut rights, Some(Duration::ZERO)).unwrap();
    delivery.into_notification().unwrap()
}

#[test]
fn a_dead_name_comes_with_its_unit() {
    as_a_task(|| {
        let (watcher, (receive, send)) = (ReceiveRight::new().unwrap(), pair().unwrap());
        let previous = calls::notify_dead_name(&send, watcher.make_send_once().unwrap()).unwrap();
        assert!(previous.is_none());
        drop(receive);
        let notification = told(&watcher);
        let What::DeadName { name, unit: Some(unit) } = notification.what else { panic!("{notification:?}") };
        assert!(notification.trusted);
        assert_eq!((name, urefs(&unit)), (send.as_raw_mach_port(), (0, 2)));
    });
}

#[test]
fn a_request_that_is_replaced_is_the_caller_s() {
    as_a_task(|| {
        let (watcher, (_receive, send)) = (ReceiveRight::new().unwrap(), pair().unwrap());
        calls::notify_dead_name(&send, watcher.make_send_once().unwrap()).unwrap();
        let first = calls::notify_dead_name(&send, watcher.make_send_once().unwrap()).unwrap().unwrap();
        let second = calls::notify_cancel(&send, sys::MACHPORT_NOTIFY_DEAD_NAME).unwrap().unwrap();
        drop((first, second));
        assert!(matches!(told(&watcher).what, What::SendOnce));
        assert!(matches!(told(&watcher).what, What::SendOnce));
    });
}

#[test]
fn the_last_sender_s_end_is_told() {
    as_a_task(|| {
        let (watcher, (receive, send)) = (ReceiveRight::new().unwrap(), pair().unwrap());
        calls::notify_no_senders(&receive, 0, watcher.make_send_once().unwrap()).unwrap();
        drop(send);
        assert!(matches!(told(&watcher).what, What::NoSenders(1)));
    });
}

#[test]
fn a_receive_right_is_handed_over_instead_of_destroyed() {
    as_a_task(|| {
        let (watcher, receive) = (ReceiveRight::new().unwrap(), ReceiveRight::new().unwrap());
        calls::notify_port_destroyed(&receive, watcher.make_send_once().unwrap()).unwrap();
        drop(receive);
        let What::PortDestroyed(Some(again)) = told(&watcher).what else { panic!("it hands the right over") };
        drop(again.make_send().unwrap());
    });
}

#[test]
fn a_forged_one_hands_nothing_over() {
    as_a_task(|| {
        let (receive, send) = pair().unwrap();
        let mut forged = [0u8; 12];
        forged[8..].copy_from_slice(&send.as_raw_mach_port().to_ne_bytes());
        Message::new(sys::MACHPORT_NOTIFY_DEAD_NAME, &forged).send(&send, None).unwrap();
        let notification = told(&receive);
        assert!(!notification.trusted);
        assert!(matches!(notification.what, What::DeadName { unit: None, .. }));
    });
}

#[test]
fn a_message_that_is_none_comes_back() {
    as_a_task(|| {
        let (receive, send) = pair().unwrap();
        Message::new(1, &[]).send(&send, None).unwrap();
        let (mut bytes, mut rights) = ([0; 128], [Carried::NULL; 8]);
        let delivery = machport::receive(&receive, &mut bytes, &mut rights, None).unwrap();
        let failed = delivery.into_notification().unwrap_err();
        assert_eq!((failed.error.status(), failed.outputs.id()), (sys::MACHPORT_KERN_INVALID_VALUE, 1));
    });
}
