"""Received messages: bytes and owned rights.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import starmap
from types import TracebackType
from typing import Any, NoReturn, Self, SupportsIndex

from machport import _sending
from machport._cargo import Item
from machport._notification import DeadNameNotification, Notification, PortDestroyedNotification, typed
from machport._patience import Deadline, patiently
from machport._right import Right, Types, types_of
from machport.error import MachError

ROOM = 4096, 16
"""Bytes and rights that a receive has room for at first. Where a message needs more, it stays, and is received with more."""


@dataclass(eq=False, repr=False)
class Message:
    """A received message. It owns the rights in it until they are taken out of `rights`, or `reply_to` is set to None: closing
    it closes what is left. Use it in a `with` block."""

    id: int
    data: bytes
    rights: list[Right | None]
    """In their order. None stands for a right that is NULL or died on its way."""
    reply_to: Right | None
    """The right to reply to, a SendOnceRight or a SendRight: see reply()."""
    sequence: int
    """Its number among those of its port."""
    came_by: int
    """The name of the receive right that it came by. It claims nothing."""
    by_send_once: bool
    """Whether it was sent to a send-once right."""
    origin: int
    """Who sent it, one of MACHPORT_ORIGIN_*."""
    dropped: int
    """How many parts of it bytes and rights cannot express: they were destroyed."""
    _said: Notification | None
    _types: Types
    """Over the layer that it came by."""

    def reply(self, data: bytes = b"", *, id: int = 0, rights: Iterable[Item] = (), timeout: float | None = None) -> None:
        """Answers, as SendRight.send() and SendOnceRight.send() do. A send-once right is good for one answer. ValueError where
        there is no right to reply to."""
        to = self.reply_to
        if to is None:
            raise ValueError("the message has no right to reply to: its sender wants no answer, is gone, or has got one")
        if to.kind == to._raw.MACHPORT_KIND_SEND_ONCE:
            _sending.send_once(to, data, id, rights)
            self.reply_to = None
        else:
            _sending.send(to, data, id, rights, None, Deadline(timeout))

    def notification(self, *, kept: bool = False) -> Notification | None:
        """What the message says as a notification, always the same object, which closing the message closes; None where it is
        none. Only a trusted one owns a right. Where Mach does not say who sent a message, one is trusted that came to a
        send-once right of a port that the caller kept for notifications alone: `kept` says so, and changes nothing where Mach
        says it."""
        said = self._said
        unknown = self._types.raw.MACHPORT_ORIGIN_UNKNOWN
        if said is not None and not said.trusted and kept and self.by_send_once and self.origin == unknown:
            if isinstance(said, DeadNameNotification):
                said.dead = self._types.by_kind[self._types.raw.MACHPORT_KIND_DEAD_NAME]._unfilled()
                said.dead._name = said.name
            elif isinstance(said, PortDestroyedNotification):
                said.receive = self.rights.pop()  # type: ignore[assignment]
            said.trusted = True
        return said

    def close(self) -> None:
        """Closes the rights that are left, the notification's too."""
        while self.rights:
            right = self.rights.pop(0)
            if right is not None:
                right.close()
        reply_to, self.reply_to = self.reply_to, None
        if reply_to is not None:
            reply_to.close()
        if self._said is not None:
            self._said.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        said = [f"id={self.id}", f"{len(self.data)} bytes"]
        said += [f"rights=[{', '.join(map(_word, self.rights))}]"] if self.rights else []
        said += [f"reply_to={_word(self.reply_to)}"] if self.reply_to is not None else []
        said += [f"{self.dropped} dropped"] if self.dropped else []
        said += [repr(self._said)] if self._said is not None else []
        return f"<Message {' '.join(said)}>"

    def __reduce_ex__(self, _protocol: SupportsIndex) -> NoReturn:
        raise TypeError("cannot copy or pickle Message: each of its rights has one owner; take its data, and dup() its rights")


def receive(source: Right, deadline: Deadline) -> Message:
    """Receives, and makes an owned right of each in the message. A signal's handler may raise at any time: what of the message
    has no owner then is released."""
    raw, types = source._raw, types_of(source.layer)
    room = ROOM
    box: list[Any] = []
    made: list[Right | None] = []

    def once(wait: int) -> None:
        nonlocal room
        while True:
            try:
                # In one step of the interpreter: a handler does not run before the answer is in the box.
                box.extend(starmap(raw.machport_message_receive, [(source._held(), *room, 0, wait)]))
                return
            except MachError as error:
                if error.status != raw.MACHPORT_MACH_RCV_TOO_LARGE:
                    raise
                needed = error.results[2]
                room = max(needed.size, room[0]), max(needed.count, room[1])

    try:
        try:
            patiently(raw.MACHPORT_MACH_RCV_INTERRUPTED, once, deadline)
            return _opened(types, box[0], made)
        except MachError as error:
            box = [error.results] if error.status == raw.MACHPORT_MACH_RCV_BODY_ERROR else []
            error.results = _opened(types, box[0], made, quiet=True) if box else None
            raise
    except MachError:
        raise
    except BaseException:
        for place, (kind, name) in enumerate(_units(types, box[0])[0] if box else []):
            owner = made[place] if place < len(made) else None
            if owner is not None and not owner.closed:
                owner.close()
            elif kind is not None:
                raw.machport_release(kind, name, 0)
        raise


def _opened(types: Types, result: Any, made: list[Right | None], *, quiet: bool = False) -> Message:
    """The message of what the layer gave. The handles are all there, in the list, before the first one owns something."""
    data, _, received = result
    units, said = _units(types, result)
    for kind, _ in units:
        made.append(None if kind is None else types.by_kind[kind]._unfilled(quiet=quiet))
    for right, (_, name) in zip(made, units, strict=True):
        if right is not None:
            right._name = name
    *rights, reply_to, handed_over = made
    return Message(
        received.id,
        data,
        rights,
        reply_to,
        received.sequence,
        received.from_,
        received.via == types.raw.MACHPORT_MOVE_SEND_ONCE,
        received.origin,
        received.dropped,
        None if said is None else typed(types.raw, said, handed_over),
        types,
    )


def _units(types: Types, result: Any) -> tuple[list[tuple[int | None, int]], Any]:
    """The kind and the name of all that a message hands over, a kind of None for nothing: of its rights, of the right to reply
    to, and of what it says as a notification. And what it says."""
    raw = types.raw
    data, rights, received = result
    said, handed_over = None, (None, 0)
    if raw.MACHPORT_NOTIFY_PORT_DELETED <= received.id <= raw.MACHPORT_NOTIFY_DEAD_NAME:
        try:
            rights, said = raw.machport_notification_decode(received, data, rights)
            handed_over = (None if said.kind == raw.MACHPORT_KIND_ANY else said.kind, said.name)
        except MachError as error:
            if error.status != raw.MACHPORT_KERN_INVALID_VALUE:
                raise
    # What moved into the notification is no right of the message any more.
    moved = raw.MACHPORT_OUTCOME_MOVED
    units = [_unit(types, right) for right in [*(each for each in rights if each.outcome != moved), received.reply]]
    return [*units, handed_over], said


def _unit(types: Types, right: Any) -> tuple[int | None, int]:
    name, disposition, _ = right
    return None if name in (types.raw.MACHPORT_NULL, types.raw.MACHPORT_DEAD) else types.kind_of_move[disposition], name


def _word(right: Right | None) -> str:
    return "None" if right is None else type(right).__name__
