"""Notifications are typed, own what the kernel handed over, and are told from forged ones.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import copy
import struct
from typing import TypeVar

import pytest
from machport import (
    DeadNameNotification,
    MachError,
    Message,
    NoSendersNotification,
    Notification,
    Over,
    PortDeletedNotification,
    PortDestroyedNotification,
    ReceiveRight,
    SendOnceNotification,
    SendPossibleNotification,
)

Kind = TypeVar("Kind", bound=Notification)


def refused(status: str) -> "pytest.RaisesExc[MachError]":
    return pytest.raises(MachError, match=rf": {status} \(")


def told(port: ReceiveRight, kind: type[Kind]) -> tuple[Message, Kind]:
    """The notification that waits at a port, with its message, which is to be closed."""
    message = port.receive(timeout=0)
    said = message.notification()
    assert isinstance(said, kind)
    assert said.trusted
    assert message.by_send_once
    return message, said


def nothing_waits(port: ReceiveRight) -> None:
    with refused("MACH_RCV_TIMED_OUT"):
        port.receive(timeout=0)


def test_the_death_of_a_port_is_told_with_a_dead_name(mach: Over) -> None:
    receive, send = mach.pair()
    with send, mach.ReceiveRight.new() as port:
        assert send.notify_dead_name(port) is None
        nothing_waits(port)
        receive.close()
        message, said = told(port, DeadNameNotification)
        with message:
            assert said.name == send.name
            assert isinstance(said.dead, mach.DeadName)
            assert send.urefs == 2
        assert send.urefs == 1


def test_the_death_of_a_send_once_rights_port_is_told(mach: Over) -> None:
    receive = mach.ReceiveRight.new()
    with mach.ReceiveRight.new() as port, receive.make_send_once() as once:
        once.notify_dead_name(port.make_send_once())
        receive.close()
        told(port, DeadNameNotification)[0].close()


def test_what_is_taken_out_of_a_notification_outlives_it(mach: Over) -> None:
    receive, send = mach.pair()
    with send, mach.ReceiveRight.new() as port:
        send.notify_dead_name(port)
        receive.close()
        message, said = told(port, DeadNameNotification)
        with message:
            dead = said.take()
        assert dead is not None
        with dead:
            assert dead.urefs == 2
        assert said.take() is None


def test_a_message_that_nobody_reads_as_a_notification_leaks_nothing(mach: Over) -> None:
    receive, send = mach.pair()
    with send, mach.ReceiveRight.new() as port:
        send.notify_dead_name(port)
        receive.close()
        port.receive(timeout=0).close()
        assert send.urefs == 1


def test_a_notification_is_read_once(mach: Over) -> None:
    receive, send = mach.pair()
    with send, mach.ReceiveRight.new() as port:
        send.notify_dead_name(port)
        receive.close()
        with port.receive(timeout=0) as message:
            assert message.notification() is message.notification(kept=True)
            assert send.urefs == 2


def test_the_last_sender_is_told_of(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, mach.ReceiveRight.new() as port:
        assert receive.notify_no_senders(port) is None
        receive.make_send().close()
        nothing_waits(port)
        send.close()
        message, said = told(port, NoSendersNotification)
        assert said.count == receive.make_send_count == 2
        message.close()


def test_no_senders_is_told_at_once_where_enough_were_made(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive, mach.ReceiveRight.new() as port:
        receive.notify_no_senders(port, make_send_count=1)
        nothing_waits(port)
        receive.cancel_no_senders().close()  # type: ignore[union-attr]
        told(port, SendOnceNotification)
        receive.make_send().close()
        receive.notify_no_senders(port, make_send_count=1)
        message, said = told(port, NoSendersNotification)
        assert said.count == 1
        message.close()


def test_room_in_a_queue_is_told_of(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send, mach.ReceiveRight.new() as port:
        receive.queue_limit = 1
        send.send()
        assert send.notify_send_possible(port) is None
        nothing_waits(port)
        receive.receive().close()
        _, said = told(port, SendPossibleNotification)
        assert said.name == send.name
        send.notify_send_possible(port)  # there is room already
        told(port, SendPossibleNotification)


def test_a_receive_right_is_handed_over_instead_of_destroyed(mach: Over) -> None:
    receive, send = mach.pair()
    with send, mach.ReceiveRight.new() as port:
        receive.notify_port_destroyed(port)
        receive.close()
        with port.receive(timeout=0) as message:
            said = message.notification()
            assert isinstance(said, PortDestroyedNotification)
            assert said.trusted
            assert message.rights == []
            saved = said.take()
        assert isinstance(saved, mach.ReceiveRight)
        with saved:
            send.send(b"life")
            with saved.receive(timeout=0) as message:
                assert message.data == b"life"


def test_a_receive_right_that_nobody_takes_is_destroyed_with_its_message(mach: Over) -> None:
    receive, send = mach.pair()
    with send, mach.ReceiveRight.new() as port:
        receive.notify_port_destroyed(port)
        receive.close()
        port.receive(timeout=0).close()
        assert repr(send).endswith(" dead urefs=1>")


def test_port_destroyed_is_asked_for_once(mach: Over) -> None:
    with mach.ReceiveRight.new() as port:
        receive = mach.ReceiveRight.new()
        receive.notify_port_destroyed(port)
        with refused("KERN_FAILURE"):
            receive.notify_port_destroyed(port)
        told(port, SendOnceNotification)  # the right of the second request
        receive.close()
        port.receive(timeout=0).close()


def test_a_right_that_leaves_before_its_port_dies_is_told_of(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive, mach.ReceiveRight.new() as port:
        once = receive.make_send_once()
        once.notify_dead_name(port)
        name = once.name
        once.close()
        _, said = told(port, PortDeletedNotification)
        assert said.name == name


def test_a_send_once_right_that_dies_unused_is_told_of(mach: Over) -> None:
    with mach.ReceiveRight.new() as port:
        port.make_send_once().close()
        _, said = told(port, SendOnceNotification)
        assert repr(said) == "<SendOnceNotification trusted=True>"


def test_a_second_request_gives_the_first_ones_right_back(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send, mach.ReceiveRight.new() as first, mach.ReceiveRight.new() as second:
        assert send.notify_dead_name(first) is None
        previous = send.notify_dead_name(second)
        assert isinstance(previous, mach.SendOnceRight)
        previous.send(b"mine")
        assert first.receive(timeout=0).data == b"mine"
        with send.cancel_dead_name() as cancelled:  # type: ignore[union-attr]
            assert isinstance(cancelled, mach.SendOnceRight)
        assert send.cancel_dead_name() is None
        told(second, SendOnceNotification)


def test_requests_of_a_send_right_share_a_place(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send, mach.ReceiveRight.new() as port:
        receive.queue_limit = 0
        send.notify_send_possible(port)
        send.cancel_send_possible().close()  # type: ignore[union-attr]
        told(port, SendOnceNotification)


def test_the_right_to_be_told_by_is_gone_whatever_the_answer(mach: Over) -> None:
    receive, send = mach.pair()
    with send, mach.ReceiveRight.new() as port:
        receive.close()
        once = port.make_send_once()
        with refused("E_DEAD"):
            send.notify_dead_name(once)
        assert once.closed
        told(port, SendOnceNotification)


def test_a_closed_right_leaves_the_one_to_be_told_by(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, mach.ReceiveRight.new() as port, port.make_send_once() as once:
        send.close()
        with pytest.raises(ValueError, match="SendRight is closed"):
            send.notify_dead_name(once)
        assert not once.closed
        with pytest.raises(ValueError, match="SendRight is closed"):
            send.notify_dead_name(port)
        told(port, SendOnceNotification)  # the one that was made for the request


def test_only_a_send_once_right_is_told_by(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        for wrong in (send, mach.task_self(), 7):
            with pytest.raises(TypeError, match="notify must be a SendOnceRight or the ReceiveRight"):
                send.notify_dead_name(wrong)  # type: ignore[arg-type]


def test_ordinary_messages_are_no_notifications(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        for identity in (0, 64, 67, 68, 73, mach.raw.MACHPORT_NOTIFY_DEAD_NAME):  # the last one without a name in it
            send.send(id=identity)
            with receive.receive() as message:
                assert message.notification() is None


def number(value: int) -> bytes:
    """The body of a notification that says a number, as the kernel writes it: eight bytes of a number's form, then the number."""
    return struct.pack("=8xI", value)


def test_forged_notifications_are_told_from_the_kernels(mach: Over) -> None:
    raw = mach.raw
    receive, send = mach.pair()
    with receive, send:
        bodies = {
            raw.MACHPORT_NOTIFY_PORT_DELETED: (number(send.name), PortDeletedNotification),
            raw.MACHPORT_NOTIFY_SEND_POSSIBLE: (number(send.name), SendPossibleNotification),
            raw.MACHPORT_NOTIFY_NO_SENDERS: (number(1), NoSendersNotification),
            raw.MACHPORT_NOTIFY_SEND_ONCE: (b"", SendOnceNotification),
            raw.MACHPORT_NOTIFY_DEAD_NAME: (number(send.name), DeadNameNotification),
        }
        for identity, (body, kind) in bodies.items():
            send.send(body, id=identity)
            receive.make_send_once().send(body, id=identity)
            for _ in range(2):
                with receive.receive() as message:
                    said = message.notification(kept=True)  # this Mach says who sent it: kept changes nothing
                    assert said is not None
                    assert isinstance(said, kind)
                    assert not said.trusted
        assert send.urefs == 1


def test_a_forged_dead_name_takes_nothing_from_its_victim(mach: Over) -> None:
    receive, send = mach.pair()
    victim, dead = mach.pair()
    victim.close()
    with receive, send, dead:
        send.send(number(dead.name), id=mach.raw.MACHPORT_NOTIFY_DEAD_NAME)
        with receive.receive() as message:
            said = message.notification()
            assert isinstance(said, DeadNameNotification)
            assert (said.trusted, said.dead, said.name) == (False, None, dead.name)
        assert dead.urefs == 1


def test_a_forged_port_destroyed_leaves_its_right_in_the_message(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        send.send(rights=[mach.ReceiveRight.new()], id=mach.raw.MACHPORT_NOTIFY_PORT_DESTROYED)
        with receive.receive() as message:
            said = message.notification()
            assert isinstance(said, PortDestroyedNotification)
            assert (said.trusted, said.receive) == (False, None)
            assert isinstance(message.rights[0], mach.ReceiveRight)


@pytest.fixture
def mute(mach: Over, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Mach that does not say who sent a message."""
    receive = mach.raw.machport_message_receive

    def without_origin(*arguments: int) -> object:
        data, rights, received = receive(*arguments)
        return data, rights, received._replace(origin=mach.raw.MACHPORT_ORIGIN_UNKNOWN)

    monkeypatch.setattr(mach.raw, "machport_message_receive", without_origin)


@pytest.mark.usefixtures("mute")
def test_where_mach_does_not_say_who_sent_it_a_port_that_is_kept_decides(mach: Over) -> None:
    receive, send = mach.pair()
    with send, mach.ReceiveRight.new() as port, port.make_send() as sender:
        send.notify_dead_name(port)
        receive.close()
        with port.receive(timeout=0) as message:
            said = message.notification()
            assert isinstance(said, DeadNameNotification)
            assert (said.trusted, said.dead) == (False, None)
            message.notification(kept=True)
            assert said.trusted
            assert isinstance(said.dead, mach.DeadName)
        sender.send(number(send.name), id=mach.raw.MACHPORT_NOTIFY_DEAD_NAME)  # not by send-once
        with port.receive(timeout=0) as message:
            forged = message.notification(kept=True)
            assert forged is not None
            assert not forged.trusted
        watched = mach.ReceiveRight.new()
        watched.notify_port_destroyed(port)
        watched.close()
        with port.receive(timeout=0) as message:
            moved = message.notification(kept=True)
            assert isinstance(moved, PortDestroyedNotification)
            assert isinstance(moved.receive, mach.ReceiveRight)
            assert message.rights == []


def test_notifications_are_not_copied(mach: Over) -> None:
    with mach.ReceiveRight.new() as port:
        port.make_send_once().close()
        _, said = told(port, SendOnceNotification)
        with pytest.raises(TypeError, match="cannot copy or pickle SendOnceNotification"):
            copy.copy(said)
