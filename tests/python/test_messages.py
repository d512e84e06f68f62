"""Bytes and rights are sent and received; what happens to each right is what its handle tells.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import os
import signal
import threading
import time

import pytest
from machport import MachError, Over, ReceiveRight, SendOnceRight, SendRight


def refused(status: str) -> "pytest.RaisesExc[MachError]":
    return pytest.raises(MachError, match=rf": {status} \(")


def test_bytes_come_as_they_were_sent(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        send.send(b"one!", id=7)
        send.send(b"", id=8)
        with receive.receive() as message:
            assert (message.id, message.data, message.rights, message.reply_to, message.sequence) == (7, b"one!", [], None, 0)
            assert message.came_by == receive.name
            assert message.origin == mach.raw.MACHPORT_ORIGIN_TASK
        assert receive.receive(timeout=0).sequence == 1
        with refused("MACH_RCV_TIMED_OUT"):
            receive.receive(timeout=0.01)


def test_rights_move_and_arrive_as_the_kind_that_they_are(mach: Over) -> None:
    receive, send = mach.pair()
    other = mach.ReceiveRight.new()
    once, copy = other.make_send_once(), send.dup()
    with receive, send:
        send.send(rights=[copy, once, other])
        assert [right.closed for right in (copy, once, other)] == [True] * 3
        assert send.urefs == 1
        with receive.receive() as message:
            assert [isinstance(right, kind) for right, kind in zip(message.rights, KINDS, strict=True)] == [True] * 3
            assert send.urefs == 2
        assert send.urefs == 1


KINDS = (SendRight, SendOnceRight, ReceiveRight)


def test_a_right_that_died_on_its_way_is_none(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send, mach.ReceiveRight.new() as other:
        send.send(rights=[other.make_send()])
        other.close()
        with receive.receive() as message:
            assert message.rights == [None]


def test_a_message_that_finds_no_room_leaves_its_rights(mach: Over) -> None:
    receive, send = mach.pair()
    other = mach.ReceiveRight.new()
    with receive, send, other, other.make_send() as to_other:
        receive.queue_limit = 0
        with refused("MACH_SEND_TIMED_OUT"):
            send.send(rights=[to_other], timeout=0)
        assert not to_other.closed
        assert to_other.urefs == 1
        with refused("KERN_INVALID_ARGUMENT"):
            send.send(b"odd", rights=[to_other])
        assert not to_other.closed


def test_large_messages_are_received_whole(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        send.send(bytes(1 << 20), rights=[send.dup() for _ in range(40)])
        with receive.receive() as message:
            assert (len(message.data), len(message.rights)) == (1 << 20, 40)


def test_a_set_receives_from_its_members(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send, mach.PortSet.new() as ports:
        ports.add(receive)
        send.send(id=3)
        message = ports.receive()
        assert (message.id, message.came_by) == (3, receive.name)


def test_closing_ends_a_wait_of_another_thread(mach: Over) -> None:
    receive = mach.ReceiveRight.new()
    closer = threading.Timer(0.05, receive.close)
    closer.start()
    with refused("MACH_RCV_PORT_CHANGED"):
        receive.receive()
    closer.join()


def test_ctrl_c_ends_a_wait(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            receive.receive(timeout=30)
        timer.join()


def test_another_signal_does_not_end_it(mach: Over) -> None:
    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    try:
        with mach.ReceiveRight.new() as receive:
            timer = threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGUSR1))
            timer.start()
            start = time.monotonic()
            with refused("MACH_RCV_TIMED_OUT"):
                receive.receive(timeout=0.1)
            assert time.monotonic() - start >= 0.09
            timer.join()
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_a_send_that_a_signal_meets_goes_on_with_its_rights(mach: Over) -> None:
    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    receive, send = mach.pair()
    other = mach.ReceiveRight.new()
    to_other, once = other.make_send(), other.make_send_once()
    try:
        with receive, send, to_other, once, other:
            receive.queue_limit = 0
            timer = threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGUSR1))
            timer.start()
            with refused("MACH_SEND_TIMED_OUT"):
                send.send(rights=[to_other, once, other], timeout=0.1)
            timer.join()
            assert [right.urefs for right in (to_other, once, other)] == [1, 1, 1]
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_what_cannot_be_sent_is_refused(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send, mach.PortSet.new() as ports, pytest.raises(TypeError, match="PortSet cannot be sent"):
        send.send(rights=[ports])
