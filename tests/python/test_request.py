"""A request and its reply in one call.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from machport import MachError, Message, NoReply, Over, ReceiveRight, testing


@contextmanager
def served(receive: ReceiveRight, answer: Callable[[Message], None]) -> Iterator[None]:
    """A server on a thread of its own, for one message."""

    def serve() -> None:
        with receive.receive(timeout=30) as message:
            answer(message)

    thread = threading.Thread(target=serve)
    thread.start()
    yield
    thread.join()


def test_a_request_gets_its_reply(mach: Over) -> None:
    receive, send = mach.pair()
    serving = served(receive, lambda message: message.reply(message.data[::-1], id=message.id + 100))
    with receive, send, serving, send.request(b"abcd", id=3, timeout=30) as answer:
        assert (answer.id, answer.data) == (103, b"dcba")


def test_rights_go_both_ways(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send, mach.ReceiveRight.new() as other:
        serving = served(receive, lambda message: message.reply(rights=[message.rights.pop(), other.as_send_once()]))
        with serving, send.request(rights=[other.make_send()], timeout=30) as answer:
            assert [type(right) for right in answer.rights] == [mach.SendRight, mach.SendOnceRight]
        other.receive(timeout=0).close()


def test_between_tasks(mach: Over) -> None:
    with testing.tasks(2) as (server, client):

        def serve() -> None:
            with receive, receive.receive(timeout=30) as message:
                message.reply(b"here")

        def ask(name: int) -> bytes:
            with mach.SendRight.from_raw(name) as send, send.request(timeout=30) as answer:
                return answer.data

        with server.entered():
            receive = mach.ReceiveRight.new()
            name = client.give(receive)
        served_by, asked = server.start(serve), client.start(ask, name)
        assert asked.result() == b"here"
        served_by.result()


def test_a_request_that_is_dropped_ends(mach: Over) -> None:
    receive, send = mach.pair()
    refused = pytest.raises(NoReply, match=r"gave it up or died.*ask again")
    with receive, send, served(receive, lambda message: message.close()), refused:
        send.request(timeout=30)


def test_a_server_that_dies_with_the_request_in_its_queue_ends_it(mach: Over) -> None:
    receive, send = mach.pair()
    with send:
        closer = threading.Timer(0.05, receive.close)
        closer.start()
        with pytest.raises(NoReply):
            send.request(timeout=30)
        closer.join()


def test_a_task_that_dies_ends_it(mach: Over) -> None:
    with testing.tasks(2) as (server, client):

        def ask(name: int) -> None:
            with mach.SendRight.from_raw(name) as send, pytest.raises(NoReply):
                send.request(timeout=30)

        with server.entered():
            receive = mach.ReceiveRight.new()
            name = client.give(receive)
        asked = client.start(ask, name)
        with server.entered():
            message = receive.receive(timeout=30)
        server.destroy()
        asked.result()
        message.close()  # of a task that is gone: nothing is released
        receive.close()


def test_a_dead_server_is_told_at_once(mach: Over) -> None:
    receive, send = mach.pair()
    with send, mach.ReceiveRight.new() as other, other.make_send() as moved:
        receive.close()
        with pytest.raises(MachError, match="E_DEAD"):
            send.request(rights=[moved])
        assert not moved.closed


def test_a_reply_that_does_not_come_in_time(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        with pytest.raises(MachError, match="MACH_RCV_TIMED_OUT"):
            send.request(timeout=0.02)
        with receive.receive(timeout=0) as message, pytest.raises(ValueError, match="no right to reply to"):
            message.reply(b"late")


def test_a_queue_that_stays_full_ends_a_request_with_its_rights(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send, send.dup() as moved:
        receive.queue_limit = 0
        with pytest.raises(MachError, match="MACH_SEND_TIMED_OUT"):
            send.request(rights=[moved], timeout=0)
        assert not moved.closed


def test_a_reply_that_looks_like_a_notification_is_a_reply(mach: Over) -> None:
    receive, send = mach.pair()
    serving = served(receive, lambda message: message.reply(id=mach.raw.MACHPORT_NOTIFY_SEND_ONCE))
    with receive, send, serving, send.request(timeout=30) as answer:
        said = answer.notification()
        assert said is not None
        assert not said.trusted
