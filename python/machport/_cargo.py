"""The rights of a message that is sent: how each goes, and whose it is afterwards.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import NamedTuple

from machport._handle import Handle
from machport._right import Right, types_of
from machport.raw._convert import Packed
from machport.raw.structs import RECORDS

_RECORD = RECORDS["machport_right_t"]
_MOVES = {"MACHPORT_KIND_SEND": "MACHPORT_MOVE_SEND", "MACHPORT_KIND_SEND_ONCE": "MACHPORT_MOVE_SEND_ONCE"}
_MOVES |= {"MACHPORT_KIND_RECEIVE": "MACHPORT_MOVE_RECEIVE"}


@dataclass(frozen=True)
class Carried:
    """A right that a message makes or copies from another, whose handle stays as it is: SendRight.as_copy(),
    ReceiveRight.as_send() and ReceiveRight.as_send_once() say which. It owns nothing, and may go in many messages."""

    source: Handle
    _disposition: str

    def __repr__(self) -> str:
        made = self._disposition.removeprefix("MACHPORT_").lower().replace("_", " ")
        return f"<Carried {made} of {self.source!r}>"


Item = Right | Carried | None
"""What a message may carry: a right that moves, one that is made or copied, or None, which arrives as None."""


class Unsent(NamedTuple):
    """MachError.results of a message that did not leave: for each right the handle that still owns it, the caller's own
    or, where one was made for the message and came back, a new one; None where there is nothing to own."""

    reply: Right | None
    rights: list[Right | None]


class Cargo:
    """The rights of one message, taken from their handles until it is known what became of each. The first one, the right to
    reply to or the destination, goes in the message's header. C writes into the arrays, so that what became of a right is
    known also where a signal's handler raises before anything of it was returned."""

    def __init__(self, raw: ModuleType, first: Item, rights: Iterable[Item], destination: Handle) -> None:
        self._raw = raw
        self._items = [first, *rights]
        self._destination = destination
        self._made: dict[int, Right] = {}
        self.first: Packed | None = None
        self.rights: Packed | None = None

    def take(self) -> None:
        """Takes the rights from their handles. They are given back where that fails."""
        moving = [item for item in self._items if isinstance(item, Right)]
        with Handle._lock:
            plan = [self._planned(item) for item in self._items]
            for place, right in enumerate(moving):
                if right in moving[:place]:
                    raise ValueError(f"{right!r} moves twice in one message: let it go once, and another time by as_copy()")
            if any(item is self._destination for item in self._items[1:]):
                raise ValueError(
                    f"{self._destination!r} is the message's destination, and cannot move in it: let it go by as_copy()"
                )
            self._dispositions = [disposition for _, disposition, _ in plan]
            self.first = _RECORD.packed(plan[:1]) if self._items[0] is not None else None
            self.rights = _RECORD.packed(plan[1:])
            for right in moving:
                right._name = None  # nobody else may use it meanwhile
        for right in moving:
            right._end_waits()

    def settle(self) -> None:
        """Brings every handle into the state that its outcome tells. It may be done again."""
        if self.rights is None:
            return  # nothing was taken
        raw = self._raw
        mine = raw.MACHPORT_OUTCOME_NONE, raw.MACHPORT_OUTCOME_KEPT, raw.MACHPORT_OUTCOME_RETURNED
        first = [_RECORD.unpack(self.first)] if self.first is not None else [None]
        for place, now in enumerate([*first, *_RECORD.unpack_all(self.rights, len(self._items))]):
            item = self._items[place]
            if isinstance(item, Right):
                item._name = now.name if now.outcome in mine else None
            elif (
                now is not None
                and now.outcome in mine
                and now.disposition != self._dispositions[place]
                and place not in self._made
            ):
                types = types_of(self._destination.layer)
                right = types.by_kind[types.kind_of_move[now.disposition]]._unfilled(quiet=True)
                self._made[place] = right
                right._name = now.name

    def close(self) -> None:
        """Settles, and closes what came back to no handle of the caller's."""
        self.settle()
        for right in self._made.values():
            right.close()

    def unsent(self) -> Unsent:
        """What is there of the rights of a message that did not leave."""
        return Unsent(self._left(0), [self._left(place) for place in range(1, len(self._items))])

    def _planned(self, item: Item) -> tuple[int, int, int]:
        raw = self._raw
        if item is None:
            return raw.MACHPORT_NULL, raw.MACHPORT_MOVE_SEND, 0
        if isinstance(item, Carried):
            return item.source._held(), getattr(raw, item._disposition), 0
        if not isinstance(item, Right) or item._kind_constant not in _MOVES:
            raise TypeError(
                f"a {type(item).__name__} cannot be sent: only SendRight, SendOnceRight and ReceiveRight move, "
                "and what as_copy(), as_send() and as_send_once() give is made for the message"
            )
        return item._held(), getattr(raw, _MOVES[item._kind_constant]), 0

    def _left(self, place: int) -> Right | None:
        item = self._items[place]
        if isinstance(item, Right):
            return None if item.closed else item
        return self._made.get(place)
