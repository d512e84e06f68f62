"""The five kinds of right as owned types, and what makes or takes more than one kind.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from operator import index
from types import ModuleType
from typing import ClassVar, Self

from machport import _capsule
from machport._exchange import borrow, capsule_of
from machport._layer import load
from machport._right import Right, bound


class SendRight(Right):
    """One user reference of a send right. When the port dies it turns into one of a dead name; it is closed all the same."""

    __slots__ = ()
    _kind_constant: ClassVar[str] = "MACHPORT_KIND_SEND"

    @classmethod
    def from_borrowed(cls, source: object) -> Self:
        """One more user reference of a send right that somebody else owns: anything that lends it by `__mach_port__()`."""
        raw = load(cls.layer)
        return cls._own(raw.machport_send_right_dup(borrow(source, raw.MACHPORT_KIND_SEND)))

    def dup(self) -> Self:
        """One more user reference, with a handle of its own. MachError E_DEAD where the right died: see dup_any()."""
        return self._own(self._call(self._raw.machport_send_right_dup))

    def dup_any(self) -> "SendRight | DeadName":
        """One more user reference of the right, or of the dead name that it has become."""
        name, kind = self._call(self._raw.machport_send_right_dup_any)
        return self._own(name) if kind == self.kind else bound(DeadName, self.layer)._own(name)


class SendOnceRight(Right):
    """A send-once right, good for one message. Closed unused, its port gets a send-once notification."""

    __slots__ = ()
    _kind_constant: ClassVar[str] = "MACHPORT_KIND_SEND_ONCE"


class ReceiveRight(Right):
    """The receive right of a port, with its guard where it has one. Closing it destroys the port: every send right to it
    turns into a dead name."""

    __slots__ = ()
    _kind_constant: ClassVar[str] = "MACHPORT_KIND_RECEIVE"

    @classmethod
    def new(cls, *, guard: int | None = None, strict: bool = False, immovable: bool = False) -> Self:
        """A new port's receive right. A guard is a number that is needed to destroy the port: the handle keeps it. Strict,
        it can be neither read nor changed; immovable, the right cannot leave the task."""
        raw = load(cls.layer)
        return cls._own(raw.machport_receive_right_new(_guard_flags(raw, guard, strict, immovable), guard or 0), guard or 0)

    @classmethod
    def from_raw(cls, name: int, *, guard: int = 0, verify: bool = True) -> Self:
        """As for every right. A guarded one comes with its guard, or it could not be closed."""
        if not 0 <= index(guard) < 1 << 64:
            raise OverflowError(f"guard must be 0 to {(1 << 64) - 1}, not {guard}")
        right = super().from_raw(name, verify=verify)
        right._guard = guard
        return right

    def make_send(self) -> SendRight:
        """A send right to the port. It has the receive right's name."""
        return bound(SendRight, self.layer)._own(self._call(self._raw.machport_send_right_make))

    def make_send_once(self) -> SendOnceRight:
        """A send-once right to the port, under a name of its own."""
        return bound(SendOnceRight, self.layer)._own(self._call(self._raw.machport_send_once_right_make))

    def close_with(self, send: SendRight) -> None:
        """Closes this and a send right to the same port in one step, so that no dead name is left in between. Where that is
        refused, MachError, and both stay open."""

        def release(name: int) -> None:
            self._raw.machport_pair_release(name, send._held(), self._guard)
            self._name = send._name = None

        self._call(release)


class PortSet(Right):
    """A port set. Closing it leaves its members, in no set."""

    __slots__ = ()
    _kind_constant: ClassVar[str] = "MACHPORT_KIND_PORT_SET"

    @classmethod
    def new(cls) -> Self:
        """An empty set."""
        return cls._own(load(cls.layer).machport_port_set_new())


class DeadName(Right):
    """One user reference of a dead name: what is left of a send or send-once right whose port died."""

    __slots__ = ()
    _kind_constant: ClassVar[str] = "MACHPORT_KIND_DEAD_NAME"

    def dup(self) -> Self:
        """One more user reference, with a handle of its own."""
        return self._own(self._call(self._raw.machport_dead_name_dup))


KINDS: tuple[type[Right], ...] = (SendRight, SendOnceRight, ReceiveRight, PortSet, DeadName)


def pair(
    *, guard: int | None = None, strict: bool = False, immovable: bool = False, layer: str | None = None
) -> tuple[ReceiveRight, SendRight]:
    """A new port's receive right and one send right to it, made in one step and under one name. The guard is as in
    ReceiveRight.new()."""
    raw = load(layer)
    receive, send = raw.machport_pair_new(_guard_flags(raw, guard, strict, immovable), guard or 0)
    return bound(ReceiveRight, layer)._own(receive, guard or 0), bound(SendRight, layer)._own(send)


def take(source: object, *, layer: str | None = None) -> Right:
    """Takes the right out of a capsule, or out of an object that has `__mach_port_export__()`, into the owned type of its
    kind. A capsule gives its right once: ValueError where it was taken before."""
    raw = load(layer)
    kind, name, guard = _capsule.take(capsule_of(source), raw.MACHPORT_KIND_ANY)
    owned = {getattr(raw, each._kind_constant): each for each in KINDS}[kind]
    return bound(owned, layer)._own(name, guard)


def _guard_flags(raw: ModuleType, guard: int | None, strict: bool, immovable: bool) -> int:
    flags: int = raw.MACHPORT_GUARD if guard is not None else 0
    flags |= raw.MACHPORT_GUARD_STRICT if strict else 0
    flags |= raw.MACHPORT_GUARD_IMMOVABLE if immovable else 0
    return flags
