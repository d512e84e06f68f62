"""A signal's handler may raise at any time: no right of a message is lost, and each handle tells the truth.

SPDX-License-Identifier: MIT OR Apache-2.0

Python runs handlers where a call of Python code begins and where one of C code has returned. A profiling function is told of just
these places, and here it raises at each of them in turn, as a handler might. Finalizers are left out: there Python reports what a
handler raises and runs the finalizer no further, so that what it was to release may stay.
"""

import gc
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import pytest
from machport import Carried, MachError, Message, Over, Right, testing
from machport.raw import _convert

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


class Interrupt(BaseException):
    """What the handler raises."""


def finalizes(frame: FrameType | None) -> bool:
    while frame is not None and frame.f_code.co_name != "__del__":
        frame = frame.f_back
    return frame is not None


def interrupted(place: int, work: Callable[[], object]) -> bool:
    """Whether there was such a place. In a finalizer Python only reports what a handler raises."""
    count = 0

    def handle(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_return") and not finalizes(frame)
        if count == place:
            sys.setprofile(None)
            raise Interrupt

    met = False
    try:
        sys.setprofile(handle)
        work()
        met = count >= place
        sys.setprofile(None)
    except Interrupt:
        met = True
    return met


@pytest.fixture(autouse=True)
def unclosed_is_no_matter() -> Iterator[None]:
    """What was made when the handler raised ends by itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield


@contextmanager
def keeps(mach: Over) -> Iterator[None]:
    """As testing.leak_check(), but quick: garbage is collected only where there seems to be a leak."""

    def held() -> list[tuple[int, int]]:
        return [(name, mach.raw.machport_types(name)) for name in mach.raw.machport_space_names(256)[0]]

    before = held()
    yield
    if held() != before:
        gc.collect()
    assert held() == before


def places(work: Callable[[int], bool]) -> None:
    """Does the work with a handler that raises at the first place, the second and so on, until there are no more."""
    place = 1
    while work(place):
        place += 1
    assert place > 20  # it is no work of a few calls: a test that interrupts nothing shows nothing


def test_a_message_that_is_received_meanwhile_ends_with_its_rights(mach: Over) -> None:
    receive, send = mach.pair()
    other = mach.ReceiveRight.new()

    def once(place: int) -> bool:
        with keeps(mach):
            got: list[Message] = []
            send.send(rights=[other.as_send(), mach.ReceiveRight.new(), None], reply=other.as_send_once())
            met = interrupted(place, lambda: got.append(receive.receive(timeout=0)))
            for message in got:
                message.close()
            if receive.message_count:
                assert got == []
                receive.receive(timeout=0).close()
            assert not other.has_senders
            while other.message_count:  # the unused send-once right
                other.receive(timeout=0).close()
            return met

    with receive, send, other:
        places(once)


def destruction(mach: Over, port: Any) -> None:
    """A notification that hands over a receive right."""
    watched = mach.ReceiveRight.new()
    watched.notify_port_destroyed(port)
    watched.close()


def death(mach: Over, port: Any) -> None:
    """One that hands over a unit of a dead name."""
    receive, send = mach.pair()
    with send:
        send.notify_dead_name(port)
        receive.close()


@pytest.mark.parametrize("notify", [destruction, death])
def test_a_notification_that_is_received_meanwhile_ends_with_its_right(mach: Over, notify: Callable[[Over, Any], None]) -> None:
    port = mach.ReceiveRight.new()

    def once(place: int) -> bool:
        with keeps(mach):
            got: list[Message] = []
            notify(mach, port)
            met = interrupted(place, lambda: got.append(port.receive(timeout=0)))
            for message in got:
                message.close()
            if port.message_count:
                assert got == []
                port.receive(timeout=0).close()
            return met

    with port:
        places(once)


@pytest.mark.parametrize("queue_limit", [0, 1])
def test_each_handle_tells_whether_its_right_went(mach: Over, queue_limit: int) -> None:
    receive, send = mach.pair()
    other = mach.ReceiveRight.new()

    def once(place: int) -> bool:
        with keeps(mach):
            moved, once, gone = other.make_send(), other.make_send_once(), mach.ReceiveRight.new()
            rights: list[Right | Carried] = [moved, once, gone, other.as_send()]

            def work() -> None:
                with suppress(MachError):
                    send.send(rights=rights, reply=other.as_send_once(), timeout=0)

            met = interrupted(place, work)
            left = receive.message_count == 1
            assert [right.closed for right in (moved, once, gone)] == [left] * 3
            if left:
                receive.receive(timeout=0).close()
            for right in (moved, once, gone):
                right.close()
            assert not other.has_senders
            while other.message_count:
                other.receive(timeout=0).close()
            return met

    with receive, send, other:
        receive.queue_limit = queue_limit
        places(once)


def test_a_send_once_destination_tells_whether_it_went(mach: Over) -> None:
    receive = mach.ReceiveRight.new()

    def once(place: int) -> bool:
        with keeps(mach):
            to = receive.make_send_once()
            met = interrupted(place, lambda: to.send(rights=[receive.as_send()]))
            assert to.closed == bool(receive.message_count)
            to.close()
            receive.receive(timeout=0).close()
            assert not receive.has_senders
            return met

    with receive:
        places(once)


def test_a_right_is_released_once(mach: Over) -> None:
    """Where the cffi layer is interrupted in its own Python code, it is not known whether C was called: the right may stay."""
    receive, send = mach.pair()

    def once(place: int) -> bool:
        right = send.dup()
        met = interrupted(place, right.close)
        right.close()
        stays = send.urefs - 1
        assert stays in ((0, 1) if mach.layer == "cffi" and met else (0,))
        if stays:
            mach.raw.machport_send_right_release(send.name)
        return met

    with receive, send:
        place = 1
        while once(place):
            place += 1
        assert place > 5


@pytest.mark.parametrize("name", ["read_bytes", "Record.unpack_all", "Record.unpack"])
def test_rights_end_where_a_layer_cannot_make_its_results(mach: Over, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where memory is short."""

    def fail(*_: Any) -> None:
        raise MemoryError

    receive, send = mach.pair()
    with receive, send, mach.ReceiveRight.new() as other:
        send.send(rights=[other.as_send(), other.as_send()], reply=other.as_send())
        with monkeypatch.context() as patch:
            patch.setattr(f"machport.raw._convert.{name}", fail)
            with pytest.raises(MemoryError):
                mach.raw.machport_message_receive(receive.name, 64, 8, 0, 0)
        assert receive.message_count == 0
        assert not other.has_senders


@pytest.mark.parametrize("name", ["read_bytes", "Record.unpack_all", "Record.unpack"])
@pytest.mark.parametrize("notify", [destruction, death])
def test_what_a_notification_hands_over_ends_where_a_layer_cannot_make_its_results(
    mach: Over, notify: Callable[[Over, Any], None], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise MemoryError

    with mach.ReceiveRight.new() as port, keeps(mach):
        notify(mach, port)
        with monkeypatch.context() as patch:
            patch.setattr(f"machport.raw._convert.{name}", fail)
            with pytest.raises(MemoryError):
                port.receive(timeout=0)
        assert port.message_count == 0


def test_rights_end_where_a_handler_raises_when_a_message_comes(mach: Over, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the layer's own call: the handler runs while it makes its results."""
    before = signal.signal(signal.SIGUSR1, raise_interrupt)
    unpack = _convert.Record.unpack

    def signalled(*arguments: Any) -> Any:
        signal.raise_signal(signal.SIGUSR1)
        return unpack(*arguments)

    receive, send = mach.pair()
    try:
        with receive, send, mach.ReceiveRight.new() as other:
            send.send(rights=[other.as_send()], reply=other.as_send())
            with monkeypatch.context() as patch:
                patch.setattr(_convert.Record, "unpack", signalled)
                with pytest.raises(Interrupt):
                    mach.raw.machport_message_receive(receive.name, 64, 8, 0, 0)
            assert not other.has_senders
    finally:
        signal.signal(signal.SIGUSR1, before)


def raise_interrupt(*_: object) -> None:
    raise Interrupt


def test_under_a_storm_of_signals_nothing_is_lost(mach: Over) -> None:
    """Whenever they come, by the clock."""
    before = signal.signal(signal.SIGALRM, raise_interrupt)
    receive, send = mach.pair()
    with receive, send, mach.ReceiveRight.new() as other, testing.leak_check():
        end, met = time.monotonic() + 0.5, 0
        try:
            while time.monotonic() < end:
                right, got = other.make_send(), list[Message]()
                with suppress(Interrupt, MachError):
                    signal.setitimer(signal.ITIMER_REAL, 1e-5 + met % 50 * 4e-6)
                    send.send(rights=[right], reply=other.as_send(), timeout=0)
                    got.append(receive.receive(timeout=0))
                    time.sleep(1e-3)
                met += 1
                for message in got:
                    message.close()
                right.close()
                while receive.message_count:
                    receive.receive(timeout=0).close()
                assert not other.has_senders
        finally:
            signal.signal(signal.SIGALRM, before)
    assert met > 20
