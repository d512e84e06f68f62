//! Owned and borrowed rights: what each costs, and that each is released once.
// SPDX-License-Identifier: MIT OR Apache-2.0
#![cfg(feature = "embedded")]
mod common;

use common::{as_a_task, names, status, urefs};
use machport::*;
use std::mem::size_of;

#[test]
fn a_right_is_four_bytes_and_so_is_one_that_may_be_absent() {
    assert_eq!(size_of::<SendRight>(), 4);
    assert_eq!(size_of::<Option<ReceiveRight>>(), 4);
    assert_eq!(size_of::<Option<Borrowed<'_, kind::PortSet>>>(), 4);
    assert_eq!(size_of::<Carried<'_>>(), size_of::<sys::machport_right_t>());
}

#[test]
fn c_may_see_an_absent_right_as_null() {
    extern "C" fn number(right: Option<Borrowed<'_, kind::Send>>) -> Option<Borrowed<'_, kind::Send>> {
        right
    }
    // SAFETY: the same function, as C would declare it.
    let as_c: extern "C" fn(u32) -> u32 = unsafe {
        std::mem::transmute(number as extern "C" fn(Option<Borrowed<'_, kind::Send>>) -> Option<Borrowed<'_, kind::Send>>)
    };
    assert_eq!(as_c(0), 0);
    assert_eq!(as_c(0x103), 0x103);
}

#[test]
fn dropping_releases_one_unit() {
    as_a_task(|| {
        let (receive, send) = pair().unwrap();
        let another = send.try_dup().unwrap();
        assert_eq!(urefs(&send), (2, 0));
        drop(another);
        assert_eq!(urefs(&send), (1, 0));
        drop(send);
        assert_eq!(urefs(&receive), (0, 0));
    });
}

#[test]
fn a_send_right_that_died_is_released_all_the_same() {
    as_a_task(|| {
        let (receive, send) = pair().unwrap();
        drop(receive);
        assert_eq!(urefs(&send), (0, 1));
        assert_eq!(status(send.try_dup()), sys::MACHPORT_E_DEAD);
        match send.try_dup_any().unwrap() {
            SendOrDead::Dead(dead) => assert_eq!(urefs(&dead.try_dup().unwrap()), (0, 3)),
            SendOrDead::Send(_) => panic!("its port died"),
        }
        assert_eq!(urefs(&send), (0, 1));
    });
}

#[test]
fn a_live_right_is_duplicated_as_what_it_is() {
    as_a_task(|| {
        let (_receive, send) = pair().unwrap();
        assert!(matches!(send.as_port().try_dup_any(), Ok(SendOrDead::Send(_))));
    });
}

#[test]
fn raw_and_back_counts_nothing() {
    as_a_task(|| {
        let (receive, send) = pair().unwrap();
        let raw = send.into_raw_mach_port();
        assert_eq!(urefs(&receive), (1, 0));
        // SAFETY: given away above.
        let send = unsafe { SendRight::from_raw_mach_port(raw) };
        assert_eq!((send.as_raw_mach_port(), urefs(&send)), (raw, (1, 0)));
    });
}

#[test]
fn a_checked_name_must_hold_a_live_right_of_the_kind() {
    as_a_task(|| {
        let (receive, send) = pair().unwrap();
        let raw = send.into_raw_mach_port();
        // SAFETY: only the first that succeeds takes it.
        unsafe {
            assert_eq!(status(SendRight::from_raw_checked(0)), sys::MACHPORT_E_NULL);
            assert_eq!(status(SendRight::from_raw_checked(sys::MACHPORT_DEAD)), sys::MACHPORT_E_DEAD);
            assert_eq!(status(SendRight::from_raw_checked(raw ^ 0x10_0000)), sys::MACHPORT_E_STALE);
            assert_eq!(status(SendOnceRight::from_raw_checked(raw)), sys::MACHPORT_E_WRONG_KIND);
            drop(SendRight::from_raw_checked(raw).unwrap());
        }
        assert_eq!(urefs(&receive), (0, 0));
    });
}

#[test]
#[should_panic(expected = "DEAD is no right")]
fn dead_cannot_be_held() {
    // SAFETY: it panics.
    let _ = unsafe { SendRight::from_raw_mach_port(sys::MACHPORT_DEAD) };
}

#[test]
fn a_borrow_of_nothing_is_none() {
    // SAFETY: neither is a right.
    unsafe {
        assert!(Borrowed::<kind::Send>::borrow_raw(0).is_none());
        assert!(Borrowed::<kind::Send>::borrow_raw(sys::MACHPORT_DEAD).is_none());
    }
}

#[test]
fn a_refused_release_gives_the_right_back() {
    as_a_task(|| {
        let (right, guard) = Guarded::new(0x1234, 0).unwrap().into_parts();
        let failed = calls::receive_right_release(right, 1).unwrap_err();
        assert_eq!(failed.error.status(), sys::MACHPORT_KERN_INVALID_ARGUMENT);
        calls::receive_right_release(failed.outputs, guard).unwrap();
    });
}

#[test]
fn a_guarded_right_is_destroyed_by_its_guard() {
    as_a_task(|| {
        let guarded = Guarded::new(0x1234, sys::MACHPORT_GUARD_STRICT).unwrap();
        assert_eq!(guarded.guard(), 0x1234);
        assert_eq!(names().len(), 2);
    });
}

#[test]
fn a_pair_is_released_in_one_step() {
    as_a_task(|| {
        let (receive, send) = pair().unwrap();
        calls::pair_release(receive, send, 0).unwrap();
    });
}

#[test]
fn members_of_a_set_claim_nothing() {
    as_a_task(|| {
        let (set, receive) = (PortSet::new().unwrap(), ReceiveRight::new().unwrap());
        calls::port_set_insert(&set, &receive).unwrap();
        let mut members = [0; 4];
        assert_eq!(calls::port_set_members(&set, &mut members).unwrap(), 1);
        assert_eq!(members[0], receive.as_raw_mach_port());
        let failed = calls::port_set_members(&set, &mut []).unwrap();
        assert_eq!(failed, 1);
    });
}

#[test]
fn what_a_failed_call_tells_is_in_the_failure() {
    as_a_task(|| {
        let (set, one, two) = (PortSet::new().unwrap(), ReceiveRight::new().unwrap(), ReceiveRight::new().unwrap());
        calls::port_set_insert(&set, &one).unwrap();
        calls::port_set_insert(&set, &two).unwrap();
        let failed = calls::port_set_members(&set, &mut [0; 1]).unwrap_err();
        assert_eq!((failed.error.status(), failed.outputs), (sys::MACHPORT_KERN_NO_SPACE, 2));
    });
}

#[test]
fn whose_right_it_is_stands_in_the_type() {
    as_a_task(|| {
        let _borrowed: Borrowed<'static, kind::Send> = calls::task_self().unwrap();
        let _owned: SendRight = calls::host_self().unwrap();
        assert!(matches!(calls::special_port(sys::MACHPORT_SPECIAL_BOOTSTRAP).unwrap(), Some(Received::Live(_))));
        assert!(matches!(calls::special_port(sys::MACHPORT_SPECIAL_TASK).unwrap(), Some(Received::Live(_))));
    });
}

#[test]
fn a_right_that_came_is_live_or_dead_or_not_there() {
    as_a_task(|| {
        let bootstrap = || calls::special_port(sys::MACHPORT_SPECIAL_BOOTSTRAP).unwrap();
        // SAFETY: the name is lent for the call.
        let set = |name| assert_eq!(unsafe { embedded::mach_embedded_bootstrap_set(name) }, 0);
        let (receive, send) = pair().unwrap();
        set(send.as_raw_mach_port());
        assert!(matches!(bootstrap(), Some(Received::Live(right)) if right.as_raw_mach_port() == send.as_raw_mach_port()));
        drop(receive);
        assert!(matches!(bootstrap(), Some(Received::Dead)));
        set(sys::MACHPORT_NULL);
        assert!(bootstrap().is_none());
    });
}

#[test]
fn an_error_says_what_the_definition_says() {
    let error = ReceiveRight::new().and_then(|right| calls::attr_set(&right, 99, 0)).unwrap_err();
    let status = sys::MACHPORT_KERN_INVALID_VALUE;
    assert_eq!((error.status(), error.name(), error.class()), (status, "KERN_INVALID_VALUE", sys::MACHPORT_CLASS_INVALID));
    assert_eq!(error.text(), calls::status_text(status).to_str().unwrap());
    for entry in sys::STATUSES {
        assert_eq!(calls::status_name(entry.value).to_str().unwrap(), entry.name);
        assert_eq!(calls::status_class(entry.value), entry.class);
    }
    assert_eq!(Error::check(12_345_678).unwrap_err().class(), sys::MACHPORT_CLASS_UNKNOWN);
}

#[test]
fn the_crate_and_the_library_are_of_one_definition() {
    assert_eq!(calls::definition_hash().unwrap(), sys::DEFINITION_HASH);
    assert_eq!(calls::abi_version(), sys::MACHPORT_ABI_VERSION);
}

#[test]
fn no_call_here_would_raise_a_guard_exception() {
    let count = || {
        let mut count = 0;
        // SAFETY: count is where the result goes.
        assert_eq!(unsafe { embedded::mach_embedded_guard_exceptions(&mut count) }, 0);
        count
    };
    let before = count();
    as_a_task(|| {
        let (receive, send) = pair().unwrap();
        let once = receive.make_send_once().unwrap();
        drop(receive);
        drop((once, send));
    });
    assert_eq!(count(), before);
}
