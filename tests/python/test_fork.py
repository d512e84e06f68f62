"""After a fork the child owns nothing of what it inherited.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import os
import threading
import traceback
from collections.abc import Callable

import pytest
from machport import MachError, Over, leaks

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


def in_child(check: Callable[[], None]) -> None:
    """Runs a check in a forked child; its failure is the test's."""
    child = os.fork()
    if child == 0:
        try:
            check()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_an_inherited_handle_does_nothing_and_counts_a_leak(mach: Over) -> None:
    receive, send = mach.pair()

    def check() -> None:
        before = leaks()
        assert repr(send) == f"<SendRight {send._name:#x} of another name space>"
        for use in (send.dup, send.detach, send.__mach_port__, send.__mach_port_export__, lambda: send.urefs):
            with pytest.raises(MachError, match=": E_FORKED "):
                use()
        send.close()
        send.close()
        assert send.closed
        assert leaks() == before + 1

    in_child(check)
    assert send.urefs == 1
    receive.close_with(send)


def test_an_inherited_handle_that_is_dropped_counts_a_leak_without_a_warning(mach: Over) -> None:
    handles = [mach.ReceiveRight.new()]

    def check() -> None:
        before = leaks()
        handles.clear()
        assert leaks() == before + 1

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warnings.warn", lambda *_arguments, **_options: os._exit(2))
        in_child(check)
    handles.pop().close()


def test_an_inherited_capsule_releases_nothing(mach: Over) -> None:
    capsules = [mach.ReceiveRight.new().__mach_port_export__()]

    def check() -> None:
        before = leaks()
        capsules.clear()
        assert leaks() == before + 1

    in_child(check)
    mach.take(capsules.pop()).close()


def test_a_renewed_child_makes_rights_of_its_own(mach: Over) -> None:
    receive, send = mach.pair()

    def check() -> None:
        with pytest.raises(MachError, match=": E_FORKED "):
            mach.pair()
        mach.raw.machport_renew()
        with pytest.raises(ValueError, match="belongs to another name space"):
            send.dup()
        own_receive, own_send = mach.pair()
        send.close()
        assert own_send.urefs == 1
        own_receive.close_with(own_send)

    in_child(check)
    receive.close_with(send)


def test_a_fork_while_another_thread_uses_its_rights_does_not_hang_the_child(mach: Over) -> None:
    receive, send = mach.pair()
    stop = threading.Event()

    def use() -> None:
        while not stop.is_set():
            send.dup().close()

    def check() -> None:
        mach.raw.machport_renew()
        mach.ReceiveRight.new().close()
        send.close()

    thread = threading.Thread(target=use)
    thread.start()
    try:
        for _ in range(20):
            in_child(check)
    finally:
        stop.set()
        thread.join()
    receive.close_with(send)
