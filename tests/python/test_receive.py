"""A receive right's guard, its context, and what its port is like.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from machport import MachError, Over, testing


def refused(status: str) -> "pytest.RaisesExc[MachError]":
    return pytest.raises(MachError, match=rf": {status} \(")


def test_the_guard_is_told_also_after_detach(mach: Over) -> None:
    receive = mach.ReceiveRight.new(guard=42)
    name = receive.detach()
    assert receive.guard == 42
    mach.ReceiveRight.from_raw(name, guard=receive.guard).close()


def test_a_guard_is_whatever_says_that_it_is_a_number(mach: Over) -> None:
    """As numpy's integers do. The handle keeps a number of Python's, which goes into a capsule too."""

    class Number:
        def __index__(self) -> int:
            return 42

    guard: Any = Number()
    receive, send = mach.pair(guard=guard)
    for made in (mach.ReceiveRight.new(guard=guard), receive):
        exported = mach.ReceiveRight.from_export(made)
        right = mach.ReceiveRight.from_raw(exported.detach(), guard=guard)
        assert [type(each.guard) for each in (made, exported, right)] == [int] * 3
        right.close()
    send.close()


def test_a_guard_is_set_and_taken_off(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        receive.guard_with(42)
        assert receive.guard == 42
        with refused("KERN_INVALID_ARGUMENT"):
            mach.raw.machport_receive_right_release(receive.name, 41)
        receive.unguard()
        assert receive.guard == 0
        mach.raw.machport_guard_set(receive.name, 1, 0)
        mach.raw.machport_guard_clear(receive.name, 1)


def test_a_guard_that_was_set_closes_the_right(mach: Over) -> None:
    receive = mach.ReceiveRight.new()
    receive.guard_with(2**64 - 1, strict=True, immovable=True)
    assert receive.context == 0  # hidden
    receive.close()


def test_what_is_guarded_is_not_guarded_again(mach: Over) -> None:
    with mach.ReceiveRight.new(guard=42) as receive:
        with refused("KERN_INVALID_ARGUMENT"):
            receive.guard_with(43)
        assert receive.guard == 42


def test_what_carries_a_context_is_not_guarded(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        receive.context = 7
        with refused("KERN_INVALID_ARGUMENT"):
            receive.guard_with(42)
        receive.context = 0
        receive.guard_with(42)


def test_what_has_no_guard_is_not_unguarded(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        receive.context = 7
        with refused("KERN_INVALID_ARGUMENT"):
            receive.unguard()
        assert receive.context == 7


def test_a_right_carries_a_number(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        assert receive.context == 0
        receive.context = 2**64 - 1
        assert receive.context == 2**64 - 1


def test_setting_the_context_changes_the_guard(mach: Over) -> None:
    receive = mach.ReceiveRight.new(guard=42)
    assert receive.context == 42
    receive.context = 43
    assert receive.guard == 43
    receive.close()


def test_a_strict_guard_forbids_a_context(mach: Over) -> None:
    with mach.ReceiveRight.new(guard=42, strict=True) as receive:
        with refused("KERN_INVALID_ARGUMENT"):
            receive.context = 43
        assert receive.guard == 42


@pytest.mark.parametrize("number", [-1, 2**64])
def test_a_number_that_is_none_changes_nothing(mach: Over, number: int) -> None:
    with mach.ReceiveRight.new(guard=42) as receive:
        with pytest.raises(OverflowError):
            receive.context = number
        with pytest.raises(OverflowError):
            receive.guard_with(number)
        assert receive.guard == receive.context == 42


def test_a_new_port_has_nothing(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        assert (receive.message_count, receive.sequence, receive.make_send_count, receive.send_once_rights) == (0, 0, 0, 0)
        assert receive.has_senders is False
        assert receive.queue_limit > 0


def test_the_queue_limit_is_set(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        for limit in (0, 1, 16):
            receive.queue_limit = limit
            assert receive.queue_limit == limit
        with refused("KERN_INVALID_VALUE"):
            receive.queue_limit = 2**32 - 1
        assert receive.queue_limit == 16


def test_what_was_made_and_what_there_is_are_counted(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        receive.make_send().close()
        with receive.make_send() as send, send.dup(), receive.make_send_once():
            assert receive.make_send_count == 2  # a copy is none that was made
            assert receive.send_once_rights == 1
            assert receive.has_senders is True
        assert (receive.make_send_count, receive.has_senders) == (2, False)


def test_a_send_once_right_that_was_dropped_waits_as_a_message(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        receive.make_send_once().close()
        assert (receive.message_count, receive.send_once_rights, receive.sequence) == (1, 1, 0)


def test_rights_of_other_tasks_are_counted(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        with testing.tasks(1) as (other,):
            other.give(receive)
            other.give(receive, mach.raw.MACHPORT_MAKE_SEND_ONCE)
            assert (receive.has_senders, receive.send_once_rights) == (True, 1)
        assert (receive.has_senders, receive.message_count) == (False, 1)


def test_a_closed_right_refuses_every_use(mach: Over) -> None:
    receive = mach.ReceiveRight.new()
    receive.close()
    properties = ("context", "queue_limit", "message_count", "sequence", "make_send_count", "send_once_rights", "has_senders")
    uses: list[Callable[[], object]] = [partial(getattr, receive, name) for name in properties]
    uses += [receive.unguard, lambda: receive.guard_with(1), lambda: setattr(receive, "context", 1)]
    for use in uses:
        with pytest.raises(ValueError, match="ReceiveRight is closed"):
            use()
    assert receive.guard == 0
