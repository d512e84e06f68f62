"""Messages: bytes and owned rights, sent and received.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import ModuleType, TracebackType
from typing import Any, Self, TypeVar

from machport._handle import Handle
from machport._right import Right, bound
from machport.error import MachError

Result = TypeVar("Result")

NANOSECONDS = 1_000_000_000
FOREVER = (1 << 64) - 1
ROOM = 4096, 16
"""Bytes and rights that a receive has room for at first. Where a message needs more, it stays, and is received with more."""


@dataclass
class Message:
    """A received message. It owns the rights in it until they are taken out of `rights`, or `reply` is set to None: closing it
    closes what is left."""

    id: int
    data: bytes
    rights: list[Right | None]
    """In their order. None stands for a right that is NULL or died on its way."""
    reply: Right | None
    """The right to reply to."""
    sequence: int
    """Its number among those of its port."""
    came_by: int
    """The name of the receive right that it came by. It claims nothing."""
    origin: int
    """Who sent it, one of MACHPORT_ORIGIN_*."""

    def close(self) -> None:
        """Closes the rights that are left."""
        left, self.rights, self.reply = [*self.rights, self.reply], [], None
        for right in left:
            if right is not None:
                right.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None) -> None:
        self.close()


def send(to: Right, data: bytes, identity: int, rights: Sequence[Right], timeout: float | None) -> None:
    """Sends, and brings every handle into the state that its outcome tells."""
    raw = to._raw
    with Handle._lock:
        moved = [(right._held(), _move_of(raw, right), 0) for right in rights]
        names = [right._name for right in rights]
        for right in rights:
            right._name = None  # nobody else may use it meanwhile
    try:
        # A message that was interrupted came back: it is sent again with what came back.
        def again(wait: int) -> None:
            nonlocal moved
            try:
                moved = raw.machport_message_send(to._held(), identity, data, None, moved, 0, wait)[1]
            except MachError as error:
                moved = error.results[1] if error.results is not None else moved
                raise

        _patiently(raw.MACHPORT_MACH_SEND_INTERRUPTED, again, timeout)
    finally:
        for right, before, (name, _, outcome) in zip(rights, names, moved, strict=True):
            if outcome == raw.MACHPORT_OUTCOME_KEPT:
                right._name = name
            elif outcome == raw.MACHPORT_OUTCOME_NONE:
                right._name = before


def receive(source: Right, types: Iterable[type[Right]], timeout: float | None) -> Message:
    """Receives, and makes an owned right of each in the message."""
    raw = source._raw
    room = ROOM

    def once(wait: int) -> Any:
        nonlocal room
        while True:
            try:
                return raw.machport_message_receive(source._held(), *room, 0, wait)
            except MachError as error:
                if error.status != raw.MACHPORT_MACH_RCV_TOO_LARGE:
                    raise
                needed = error.results[2]
                room = max(needed.size, room[0]), max(needed.count, room[1])

    data, rights, received = _patiently(raw.MACHPORT_MACH_RCV_INTERRUPTED, once, timeout)
    by_kind = {getattr(raw, each._kind_constant): bound(each, source.layer) for each in types}
    return Message(
        received.id,
        data,
        [_owned(raw, by_kind, right) for right in rights],
        _owned(raw, by_kind, received.reply),
        received.sequence,
        received.from_,
        received.origin,
    )


def _move_of(raw: ModuleType, right: Right) -> int:
    """How a right of a kind is moved."""
    ways = {
        raw.MACHPORT_KIND_SEND: raw.MACHPORT_MOVE_SEND,
        raw.MACHPORT_KIND_SEND_ONCE: raw.MACHPORT_MOVE_SEND_ONCE,
        raw.MACHPORT_KIND_RECEIVE: raw.MACHPORT_MOVE_RECEIVE,
    }
    if right.kind not in ways:
        raise TypeError(f"a {type(right).__name__} cannot be sent: only send, send-once and receive rights can")
    way: int = ways[right.kind]
    return way


def _owned(raw: ModuleType, types: dict[int, type[Right]], right: Any) -> Right | None:
    """The owned right of one in a message. The disposition tells its kind."""
    name, disposition, _ = right
    if name in (raw.MACHPORT_NULL, raw.MACHPORT_DEAD):
        return None
    kinds = {
        raw.MACHPORT_MOVE_SEND: raw.MACHPORT_KIND_SEND,
        raw.MACHPORT_MOVE_SEND_ONCE: raw.MACHPORT_KIND_SEND_ONCE,
        raw.MACHPORT_MOVE_RECEIVE: raw.MACHPORT_KIND_RECEIVE,
    }
    return types[kinds[disposition]]._own(name)


def _patiently(interrupted: int, call: Callable[[int], Result], timeout: float | None) -> Result:
    """Calls what waits, again after each signal, with what is left of the time: None waits for ever. Python's own handlers run
    in between, so that Ctrl-C ends the wait."""
    deadline = None if timeout is None else time.monotonic_ns() + int(timeout * NANOSECONDS)
    while True:
        wait = FOREVER if deadline is None else max(deadline - time.monotonic_ns(), 0)
        try:
            return call(wait)
        except MachError as error:
            if error.status != interrupted:
                raise
