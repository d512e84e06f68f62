"""Messages one after another, until the right is closed or the iterator is told to stop.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import os
import threading
from collections.abc import Callable

import pytest
from machport import MachError, Messages, Over, PortSet, ReceiveRight


def descriptors() -> int:
    """How many file descriptors the process has open."""
    return len(os.listdir("/proc/self/fd"))


@pytest.fixture(autouse=True)
def no_descriptor_stays() -> "object":
    before = descriptors()
    yield
    assert descriptors() == before


class Reader:
    """A thread that iterates, and what it read."""

    def __init__(self, messages: Messages) -> None:
        self.ids: list[int] = []
        self.failure: Exception | None = None
        self._read = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, args=(messages,))
        self._thread.start()

    def _run(self, messages: Messages) -> None:
        try:
            for message in messages:
                with message:
                    self.ids.append(message.id)
                    self._read.release()
        except Exception as error:
            self.failure = error

    def wait_for_one(self) -> None:
        assert self._read.acquire(timeout=30)

    def end(self) -> None:
        self._thread.join(timeout=30)
        assert not self._thread.is_alive()
        assert self.failure is None


def test_messages_come_in_their_order(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        for number in range(3):
            send.send(id=number)
        assert [message.id for _, message in zip(range(3), receive, strict=False)] == [0, 1, 2]


def test_it_blocks_for_each(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        messages = receive.messages()
        reader = Reader(messages)
        for number in range(3):
            send.send(id=number)
            reader.wait_for_one()
        messages.stop()
        reader.end()
        assert reader.ids == [0, 1, 2]


ENDS: dict[str, Callable[[ReceiveRight], object]] = {
    "closed": lambda receive: receive.close(),
    "detached": lambda receive: ReceiveRight.from_raw(receive.detach()).close(),
    "exported": lambda receive: ReceiveRight.from_export(receive).close(),
}


@pytest.mark.parametrize("how", ENDS)
def test_it_ends_where_the_right_goes(mach: Over, how: str) -> None:
    receive, send = mach.pair()
    with send:
        reader = Reader(iter(receive))
        send.send(id=1)
        reader.wait_for_one()
        ENDS[how](receive)
        reader.end()
        assert reader.ids == [1]


def test_it_ends_where_the_right_is_sent_away(mach: Over) -> None:
    receive, send = mach.pair()
    with send, mach.ReceiveRight.new() as moved:
        reader = Reader(moved.messages())
        send.send(rights=[moved])
        reader.end()
        with receive.receive() as message:
            assert isinstance(message.rights[0], ReceiveRight)
        receive.close()


def test_it_goes_on_where_the_message_did_not_leave(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send, mach.ReceiveRight.new() as kept, kept.make_send() as to_kept:
        receive.queue_limit = 0
        messages = kept.messages()
        with pytest.raises(MachError, match="MACH_SEND_TIMED_OUT"):
            send.send(rights=[kept], timeout=0)
        to_kept.send(id=4)
        assert next(messages).id == 4


def test_a_set_gives_the_messages_of_its_members(mach: Over) -> None:
    first, to_first = mach.pair()
    second, to_second = mach.pair()
    with first, second, to_first, to_second, mach.PortSet.new() as ports:
        ports.add(first)
        ports.add(second)
        messages = ports.messages()
        reader = Reader(messages)
        to_first.send(id=1)
        reader.wait_for_one()
        to_second.send(id=2)
        reader.wait_for_one()
        messages.stop()
        reader.end()
        assert reader.ids == [1, 2]
        assert sorted(ports) == sorted([first.name, second.name])


def test_a_set_that_is_closed_ends_it(mach: Over) -> None:
    ports: PortSet = mach.PortSet.new()
    reader = Reader(ports.messages())
    ports.close()
    reader.end()


def test_one_that_was_stopped_takes_nothing(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        messages = receive.messages()
        messages.stop()
        send.send(id=1)
        assert list(messages) == []
        assert receive.receive(timeout=0).id == 1


def test_threads_share_one(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        messages = receive.messages()
        readers = [Reader(messages) for _ in range(3)]
        for number in range(50):
            send.send(id=number)
        while receive.message_count:
            pass
        messages.stop()
        for reader in readers:
            reader.end()
        assert sorted(number for reader in readers for number in reader.ids) == list(range(50))


def test_a_closed_right_has_none(mach: Over) -> None:
    receive = mach.ReceiveRight.new()
    receive.close()
    with pytest.raises(ValueError, match="ReceiveRight is closed"):
        iter(receive)


@pytest.fixture
def without_descriptors(mach: Over, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Mach that has nothing that an event loop can wait for."""

    def refuse(_name: int) -> int:
        raise MachError("machport_wait_fd", mach.raw.MACHPORT_KERN_NOT_SUPPORTED, "KERN_NOT_SUPPORTED", "not there", -1)

    monkeypatch.setattr(mach.raw, "machport_wait_fd", refuse)


@pytest.mark.usefixtures("without_descriptors")
def test_without_descriptors_it_ends_where_the_right_is_closed(mach: Over) -> None:
    receive, send = mach.pair()
    with send:
        reader = Reader(iter(receive))
        send.send(id=1)
        reader.wait_for_one()
        receive.close()
        reader.end()
