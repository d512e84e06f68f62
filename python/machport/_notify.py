"""Requests for notifications. The kernel takes the right to be told by whatever it answers.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from machport._handle import Handle
from machport._right import Right, types_of

if TYPE_CHECKING:
    from machport._receive import ReceiveRight
    from machport._send import SendOnceRight


def dead_name(right: Right, notify: "SendOnceRight | ReceiveRight") -> "SendOnceRight | None":
    return _request(right, notify, right._raw.machport_notify_dead_name)


def send_possible(right: Right, notify: "SendOnceRight | ReceiveRight") -> "SendOnceRight | None":
    return _request(right, notify, right._raw.machport_notify_send_possible)


def no_senders(right: Right, notify: "SendOnceRight | ReceiveRight", make_send_count: int) -> "SendOnceRight | None":
    ask = right._raw.machport_notify_no_senders
    return _request(right, notify, lambda name, told: ask(name, make_send_count, told))


def port_destroyed(right: Right, notify: "SendOnceRight | ReceiveRight") -> None:
    def ask(name: int, told: int) -> int:
        right._raw.machport_notify_port_destroyed(name, told)
        nothing: int = right._raw.MACHPORT_NULL  # a request is never replaced
        return nothing

    _request(right, notify, ask)


def cancel(right: Right, which: int) -> "SendOnceRight | None":
    cancelled = _unfilled(right)
    return _or_none(right._fill(cancelled, lambda name: right._raw.machport_notify_cancel(name, which)))


def _request(right: Right, notify: "SendOnceRight | ReceiveRight", ask: Callable[[int, int], int]) -> "SendOnceRight | None":
    raw = right._raw
    kind = notify.kind if isinstance(notify, Right) else None
    if kind == raw.MACHPORT_KIND_RECEIVE:
        made: SendOnceRight = notify.make_send_once()  # type: ignore[union-attr]
        with made:  # the request takes it, unless it is refused before
            return _request(right, made, ask)
    if kind != raw.MACHPORT_KIND_SEND_ONCE:
        raise TypeError(f"notify must be a SendOnceRight or the ReceiveRight to make one from, not {type(notify).__name__}")
    previous = _unfilled(right)
    with Handle._lock:
        name, told = right._held(), notify._held()
        notify._name = None
        try:
            previous._name = ask(name, told)
        except MemoryError:  # it may have run out before Mach was asked
            if raw.machport_check(told, kind) == raw.MACHPORT_KERN_SUCCESS:
                notify._name = told
            raise
    return _or_none(previous)


def _unfilled(right: Right) -> "SendOnceRight":
    """For the right of a request that is gone."""
    types = types_of(right.layer)
    made: SendOnceRight = types.by_kind[types.raw.MACHPORT_KIND_SEND_ONCE]._unfilled()
    return made


def _or_none(previous: "SendOnceRight") -> "SendOnceRight | None":
    if previous._name != previous._raw.MACHPORT_NULL:
        return previous
    previous._name = None
    return None
