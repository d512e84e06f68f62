"""Python runs out of memory: each allocation of a call fails in turn, until there are no more. The call raises MemoryError, and
what Mach had given by then is released; or it does without.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ctypes
import gc
import subprocess
import sysconfig
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from machport import MachError, Over

# What a finalizer meets Python can only report.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def call_short(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Callable[[], object], int], tuple[bool, bool]]:
    """Calls a function whose allocation of a number fails: whether it returned, and whether there was such an allocation."""
    library = tmp_path_factory.mktemp("allocator") / "failing_allocator.so"
    include = sysconfig.get_paths()["include"]
    command: list[str | Path] = ["cc", "-Wall", "-Wextra", "-Werror", "-O2", "-shared", "-fPIC", f"-I{include}", "-o", library]
    subprocess.run([*command, HERE / "failing_allocator.c"], check=True)
    failing = ctypes.PyDLL(str(library))
    failing.install()
    failing.call_short.restype = ctypes.py_object
    failing.call_short.argtypes = [ctypes.py_object, ctypes.c_uint]
    called: Callable[[Callable[[], object], int], tuple[bool, bool]] = failing.call_short
    return called


@pytest.fixture(autouse=True)
def unclosed_is_no_matter() -> Iterator[None]:
    """What has no owner any more ends by itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield


Short = Callable[[Callable[[], object], int], tuple[bool, bool]]


def held(mach: Over) -> list[tuple[int, ...]]:
    """For every name what it holds, how often, and what waits there; in an order of its own, for names come and go."""
    raw = mach.raw
    seen = []
    for name, types in zip(*raw.machport_space_names(256)[:2], strict=True):
        row: tuple[int, ...] = (
            types,
            raw.machport_urefs(name, raw.MACHPORT_KIND_SEND),
            raw.machport_urefs(name, raw.MACHPORT_KIND_DEAD_NAME),
        )
        if types & raw.MACHPORT_TYPE_RECEIVE:
            row += (raw.machport_attr_get(name, raw.MACHPORT_ATTR_MESSAGE_COUNT),)
            row += (raw.machport_attr_get(name, raw.MACHPORT_ATTR_SEND_ONCE_RIGHTS),)
        seen.append(row)
    return sorted(seen)


def runs_short(
    short: Short, mach: Over, call: Callable[[], object], after: Callable[[bool], object] = lambda _returned: None
) -> None:
    """Each allocation of the call fails in turn; after() brings things back to what they were, knowing whether it returned."""
    failures = 0
    for number in range(1, 10000):
        before = held(mach)
        gc.disable()  # what it frees in the middle of the call is another call's
        try:
            returned, short_of_one = short(call, number)
        except SystemError as error:  # Python's own, where it has no memory for a traceback
            if str(error) != "error return without exception set":
                raise
            returned = False
        finally:
            gc.enable()
        failures += not returned
        after(returned)
        if held(mach) != before:
            gc.collect()  # only where there seems to be a leak: it takes long
        assert held(mach) == before, number
        if returned and not short_of_one:
            break
    else:
        raise AssertionError("it never ran out of allocations")
    assert failures > 0


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
def test_what_is_made(call_short: Short, swig: Over, make: Callable[..., object]) -> None:
    """Over the SWIG layer: cffi itself makes a number of what it was given, and where it cannot, nobody has it."""
    receive, send = swig.pair()
    with receive, send:
        made: list[Any] = []

        def call() -> None:
            made[:] = [make(swig, receive, send)]

        runs_short(call_short, swig, call, lambda _returned: made.clear())


@pytest.fixture
def swig() -> Over:
    from machport import over

    return over("swig")


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


def test_a_request_for_a_notification(call_short: Short, swig: Over) -> None:
    """The right to be told by is the request's, or its handle's, or gone: never two of these."""
    receive, send = swig.pair()
    port = swig.ReceiveRight.new()
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

        runs_short(call_short, swig, lambda: send.notify_dead_name(once[0]), after)
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
