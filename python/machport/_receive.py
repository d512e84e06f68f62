"""The receive right as an owned type: its guard, what its port is like, and the rights that are made from it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Callable
from operator import index
from types import ModuleType
from typing import ClassVar, Self

from machport import _notify
from machport._cargo import Carried
from machport._layer import load
from machport._messages import Messages
from machport._receiver import Receiver
from machport._right import bound
from machport._send import SendOnceRight, SendRight


class ReceiveRight(Receiver):
    """The receive right of a port, with its guard where it has one. Closing it destroys the port: every send right to it
    turns into a dead name."""

    __slots__ = ()
    _kind_constant: ClassVar[str] = "MACHPORT_KIND_RECEIVE"

    @classmethod
    def new(cls, *, guard: int | None = None, strict: bool = False, immovable: bool = False) -> Self:
        """A new port's receive right. A guard is a number that is needed to destroy the port: the handle keeps it. Strict,
        it can be neither read nor changed; immovable, the right cannot leave the task."""
        raw, number = load(cls.layer), _number(guard)
        right = cls._unfilled(number)
        right._name = raw.machport_receive_right_new(_flags_of_new(raw, guard, strict, immovable), number)
        return right

    @classmethod
    def from_raw(cls, name: int, *, guard: int = 0, verify: bool = True) -> Self:
        """As for every right. A guarded one comes with its guard, or it could not be closed."""
        number = index(guard)
        if not 0 <= number < 1 << 64:
            raise OverflowError(f"guard must be 0 to {(1 << 64) - 1}, not {guard}")
        right = super().from_raw(name, verify=verify)
        right._guard = number
        return right

    def make_send(self) -> SendRight:
        """A send right to the port. It has the receive right's name."""
        return self._fill(bound(SendRight, self.layer)._unfilled(), self._raw.machport_send_right_make)

    def make_send_once(self) -> SendOnceRight:
        """A send-once right to the port, under a name of its own."""
        return self._fill(bound(SendOnceRight, self.layer)._unfilled(), self._raw.machport_send_once_right_make)

    def as_send(self) -> Carried:
        """For a message's rights or reply: a send right that is made for the message."""
        return Carried(self, "MACHPORT_MAKE_SEND")

    def as_send_once(self) -> Carried:
        """For a message's rights or reply: a send-once right that is made for the message."""
        return Carried(self, "MACHPORT_MAKE_SEND_ONCE")

    def messages(self) -> Messages:
        """The messages as they come, for `for` and `async for`: see Messages."""
        return Messages(self)

    def __iter__(self) -> Messages:
        """As messages(): `for message in receive` blocks for each."""
        return Messages(self)

    def __aiter__(self) -> Messages:
        """As messages()."""
        return Messages(self)

    def notify_no_senders(self, notify: "SendOnceRight | ReceiveRight", *, make_send_count: int = 0) -> SendOnceRight | None:
        """Asks for a NoSendersNotification when the last send right to the port is gone; at once where there is none now and at
        least `make_send_count` were made. `notify` and the answer are as for SendRight.notify_dead_name()."""
        return _notify.no_senders(self, notify, make_send_count)

    def notify_port_destroyed(self, notify: "SendOnceRight | ReceiveRight") -> None:
        """Asks for the receive right to be sent in a PortDestroyedNotification instead of destroyed, when it is closed. It
        cannot be taken back. MachError KERN_FAILURE where that was asked before. `notify` is as for
        SendRight.notify_dead_name()."""
        _notify.port_destroyed(self, notify)

    def cancel_no_senders(self) -> SendOnceRight | None:
        """Takes back what notify_no_senders() asked for. The answer is the right that was to be told by, None where there was
        none."""
        return _notify.cancel(self, self._raw.MACHPORT_NOTIFY_NO_SENDERS)

    def close_with(self, send: SendRight) -> None:
        """Closes this and a send right to the same port in one step, so that no dead name is left in between. Where that is
        refused, MachError, and both stay open."""

        def release(name: int) -> None:
            self._raw.machport_pair_release(name, send._held(), self._guard)
            self._name = send._name = None

        self._end_waits()
        self._call(release)

    @property
    def guard(self) -> int:
        """The guard that the handle knows of, also after detach(): give it to from_raw() with the name. Where the right has
        no guard, the number is of no account."""
        return self._guard

    def guard_with(self, guard: int, *, strict: bool = False, immovable: bool = False) -> None:
        """Guards a right that has neither a guard nor a context, and keeps the guard. The flags are as in new()."""
        self._set_guard(lambda name: self._raw.machport_guard_set(name, guard, _flags(self._raw, strict, immovable)), guard)

    def unguard(self) -> None:
        """Takes the guard off, and the context with it, for they are one number. MachError KERN_INVALID_ARGUMENT where there
        is no guard, or another one than the handle keeps. What was made immovable stays so."""
        self._set_guard(lambda name: self._raw.machport_guard_clear(name, self._guard), 0)

    @property
    def context(self) -> int:
        """A number that the right carries for its owner, 0 at first, and 0 where a strict guard hides it. A guard is that
        number: setting it changes the guard. MachError KERN_INVALID_ARGUMENT where a strict guard forbids it."""
        context: int = self._call(self._raw.machport_context_get)
        return context

    @context.setter
    def context(self, context: int) -> None:
        self._set_guard(lambda name: self._raw.machport_context_set(name, context), context)

    @property
    def queue_limit(self) -> int:
        """How many messages may wait. MachError KERN_INVALID_VALUE where it is set to more than this Mach allows."""
        return self._attribute(self._raw.MACHPORT_ATTR_QUEUE_LIMIT)

    @queue_limit.setter
    def queue_limit(self, messages: int) -> None:
        self._call(lambda name: self._raw.machport_attr_set(name, self._raw.MACHPORT_ATTR_QUEUE_LIMIT, messages))

    @property
    def message_count(self) -> int:
        """How many messages wait."""
        return self._attribute(self._raw.MACHPORT_ATTR_MESSAGE_COUNT)

    @property
    def sequence(self) -> int:
        """The sequence number of the next message."""
        return self._attribute(self._raw.MACHPORT_ATTR_SEQUENCE)

    @property
    def make_send_count(self) -> int:
        """How many send rights were ever made from this right."""
        return self._attribute(self._raw.MACHPORT_ATTR_MAKE_SEND_COUNT)

    @property
    def send_once_rights(self) -> int:
        """How many send-once rights to the port there are, in all tasks."""
        return self._attribute(self._raw.MACHPORT_ATTR_SEND_ONCE_RIGHTS)

    @property
    def has_senders(self) -> bool:
        """Whether there is a send right to the port in any task."""
        return bool(self._attribute(self._raw.MACHPORT_ATTR_HAS_SENDERS))

    def _attribute(self, attribute: int) -> int:
        value: int = self._call(lambda name: self._raw.machport_attr_get(name, attribute))
        return value

    def _set_guard(self, function: Callable[[int], object], guard: int) -> None:
        """Calls what changes the number that is guard and context, and keeps the number: were the right not guarded, it
        would be of no account."""
        with self._lock:
            self._call(function)
            self._guard = index(guard)


def pair(
    *, guard: int | None = None, strict: bool = False, immovable: bool = False, layer: str | None = None
) -> tuple[ReceiveRight, SendRight]:
    """A new port's receive right and one send right to it, made in one step and under one name. The guard is as in
    ReceiveRight.new()."""
    raw, number = load(layer), _number(guard)
    receive, send = both = bound(ReceiveRight, layer)._unfilled(number), bound(SendRight, layer)._unfilled()
    receive._name, send._name = raw.machport_pair_new(_flags_of_new(raw, guard, strict, immovable), number)
    return both


def _number(guard: int | None) -> int:
    """A guard as a plain int, of whatever says that it is one: the handle keeps it, and it may travel on."""
    return 0 if guard is None else index(guard)


def _flags_of_new(raw: ModuleType, guard: int | None, strict: bool, immovable: bool) -> int:
    guarded: int = raw.MACHPORT_GUARD if guard is not None else 0
    return guarded | _flags(raw, strict, immovable)


def _flags(raw: ModuleType, strict: bool, immovable: bool) -> int:
    flags: int = raw.MACHPORT_GUARD_STRICT if strict else 0
    flags |= raw.MACHPORT_GUARD_IMMOVABLE if immovable else 0
    return flags
