"""Handles may be used from any thread: a right is released once, and never used after.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from machport import Over, ReceiveRight, SendRight

ROUNDS = 200
THREADS = 4


@pytest.fixture(autouse=True)
def switch_often() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def together(work: Callable[[], None]) -> list[Exception]:
    """Runs the same work on several threads at once, and returns what they raised."""
    raised: list[Exception] = []
    start = threading.Barrier(THREADS)

    def run() -> None:
        start.wait()
        try:
            work()
        except Exception as error:
            raised.append(error)

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_threads_that_close_one_handle_release_it_once(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        for _ in range(ROUNDS):
            assert together(send.dup().close) == []
            assert send.urefs == 1


def test_one_thread_gets_what_threads_take_at_once(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        for _ in range(ROUNDS):
            capsule = receive.make_send().__mach_port_export__()
            raised = together(lambda capsule=capsule: mach.take(capsule).close())  # type: ignore[misc]
            assert [type(error) for error in raised] == [ValueError] * (THREADS - 1)


def test_a_handle_that_another_thread_closes_is_open_or_closed_and_nothing_between(mach: Over) -> None:
    for _ in range(ROUNDS):
        shared = mach.ReceiveRight.new()

        def use(shared: ReceiveRight = shared) -> None:
            shared.make_send_once().close()
            shared.close()

        assert {type(error) for error in together(use)} <= {ValueError}
        assert shared.closed


def test_a_handle_is_not_released_while_another_thread_uses_it(mach: Over, monkeypatch: pytest.MonkeyPatch) -> None:
    receive = mach.ReceiveRight.new()
    made: list[SendRight] = []
    looked_up = threading.Event()
    make = mach.raw.machport_send_right_make

    def make_slowly(name: int) -> int:
        looked_up.set()
        time.sleep(0.05)
        result: int = make(name)
        return result

    monkeypatch.setattr(mach.raw, "machport_send_right_make", make_slowly)
    user = threading.Thread(target=lambda: made.append(receive.make_send()))
    user.start()
    looked_up.wait()
    receive.close()
    user.join()
    with made.pop() as send:
        assert repr(send).endswith(" dead urefs=1>")
