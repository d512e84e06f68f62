"""Python runs out of memory: each allocation of a call fails in turn, until there are no more. The call raises MemoryError, and
what Mach had given by then is released; or it does without.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from machport import MachError, Over

from .shortage import Short, runs_short

# What a finalizer meets Python can only report.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True)
def unclosed_is_no_matter() -> Iterator[None]:
    """What has no owner any more ends by itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield


@pytest.mark.parametrize(
    "make",
    [
        lambda mach, receive, send: mach.ReceiveRight.new(),
        lambda mach, receive, send: mach.ReceiveRight.new(guard=7, strict=True),
        lambda mach, receive, send: mach.pair(),
        lambda mach, receive, send: mach.PortSet.new(),
        lambda mach, receive, send: receive.make_send(),
        lambda mach, receive, send: send.dup(),
        lambda mach, receive, send: send.dup_any(),
        lambda mach, receive, send: mach.SendRight.from_borrowed(send),
        lambda mach, receive, send: mach.host_self(),
        lambda mach, receive, send: mach.thread_self(),
        lambda mach, receive, send: mach.special_port(mach.raw.MACHPORT_SPECIAL_NAME),
        lambda mach, receive, send: mach.take(send.dup().__mach_port_export__()),
        lambda mach, receive, send: mach.SendRight.from_export(send.dup()),
    ],
)
def test_what_is_made(call_short: Short, mach: Over, make: Callable[..., object]) -> None:
    receive, send = mach.pair()
    with receive, send:
        made: list[Any] = []

        def call() -> None:
            made[:] = [make(mach, receive, send)]

        runs_short(call_short, mach, call, lambda _returned: made.clear())


def test_a_message_that_is_received(call_short: Short, mach: Over) -> None:
    receive, send = mach.pair()
    other = mach.ReceiveRight.new()
    with receive, send, other:
        sent = False

        def drain() -> None:
            while other.message_count:
                other.receive(timeout=0).close()

        def call() -> None:
            with receive.receive(timeout=0) as message:
                assert len(message.rights) == 4

        def after(_returned: bool) -> None:
            if receive.message_count:
                receive.receive(timeout=0).close()
            drain()
            send.send(
                b"four", rights=[other.as_send(), mach.ReceiveRight.new(), other.as_send_once(), None], reply=other.as_send()
            )

        after(sent)
        runs_short(call_short, mach, call, after)
        receive.receive(timeout=0).close()
        drain()


@pytest.mark.parametrize("queue_limit", [5, 0])
def test_a_message_that_is_sent(call_short: Short, mach: Over, queue_limit: int) -> None:
    """It leaves with its rights, or they are their handles' as before; with a full queue it comes back."""
    receive, send = mach.pair()
    other = mach.ReceiveRight.new()
    with receive, send, other:
        receive.queue_limit = queue_limit
        rights: list[Any] = []

        def prepare() -> None:
            rights[:] = [other.make_send(), other.make_send_once(), mach.ReceiveRight.new()]

        def call() -> None:
            try:
                send.send(b"four", rights=[*rights, other.as_send()], reply=other.as_send_once(), timeout=0)
            except MachError as error:
                error.results = None

        def after(_returned: bool) -> None:
            left = receive.message_count == 1
            assert [right.closed for right in rights] == [left] * 3
            if left:
                receive.receive(timeout=0).close()
            for right in rights:
                right.close()
            while other.message_count:
                other.receive(timeout=0).close()
            assert not other.has_senders
            prepare()

        prepare()
        runs_short(call_short, mach, call, after)
        for right in rights:
            right.close()
        while other.message_count:
            other.receive(timeout=0).close()


def test_a_request_for_a_notification(call_short: Short, mach: Over) -> None:
    """The right to be told by is the request's, or its handle's, or gone: never two of these."""
    receive, send = mach.pair()
    port = mach.ReceiveRight.new()
    with receive, send, port:
        once: list[Any] = [port.make_send_once()]

        def after(_returned: bool) -> None:
            previous = send.cancel_dead_name()
            assert once[0].closed == (previous is not None or port.message_count == 1)
            if previous is not None:
                previous.close()
            once[0].close()
            while port.message_count:
                port.receive(timeout=0).close()
            once[0] = port.make_send_once()

        runs_short(call_short, mach, lambda: send.notify_dead_name(once[0]), after)
        once[0].close()
        port.receive(timeout=0).close()


@pytest.mark.parametrize("kind", ["close", "detach"])
def test_the_end_of_a_handle(call_short: Short, mach: Over, kind: str) -> None:
    """A right that could not be released is its handle's still."""
    receive, send = mach.pair()
    with receive, send:
        rights: list[Any] = [send.dup()]
        names = [0]

        def call() -> None:
            if kind == "close":
                rights[0].close()
            else:
                names[0] = rights[0].detach()

        def after(returned: bool) -> None:
            assert rights[0].closed == returned
            mach.raw.machport_send_right_release(names[0])
            names[0] = 0
            rights[0].close()
            assert send.urefs == 1
            rights[0] = send.dup()

        runs_short(call_short, mach, call, after)
        rights[0].close()
