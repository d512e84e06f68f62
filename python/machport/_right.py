"""What every owned right has in common: one unit of one right, released once, in its own name space.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import functools
import warnings
from types import ModuleType, TracebackType
from typing import Any, ClassVar, NamedTuple, NoReturn, Self, SupportsIndex, TypeVar

from machport import _capsule
from machport._exchange import capsule_of
from machport._handle import Handle
from machport._layer import checked, load
from machport.error import MachError

Kind = TypeVar("Kind", bound="Right")

_leaked = 0


def leaks() -> int:
    """How many owned rights ended in another name space than their own: after a fork, or on a thread that acts as
    another task. They were not released, since there the name is nobody's, or a stranger's."""
    return _leaked + _capsule.leaked()


class Right(Handle):
    """One owned unit of one right. The handle releases it when it is closed, at the end of a `with` block, or, with a
    ResourceWarning, when the last reference to the handle goes.

    Handles are compared by identity: equal names do not mean equal ownership. They cannot be copied or pickled. Every
    method may be called from any thread. A closed handle, and one of another name space, answers ValueError; what Mach
    refuses answers MachError."""

    __slots__ = ("_guard", "_quiet")

    _guard: int
    _quiet: bool
    """Set where nobody asked for the handle, as for a right that came back: it ends without a warning."""
    _types: ClassVar[list["type[Right]"]] = []

    def __init_subclass__(cls) -> None:
        if "_kind_constant" in vars(cls):
            Right._types.append(cls)

    def __new__(cls, *_args: object, **_kwargs: object) -> Self:
        raise TypeError(f"{cls.__name__} is not made by calling it: use from_raw(), from_export(), or what makes a new right")

    @classmethod
    def _unfilled(cls, guard: int = 0, *, quiet: bool = False) -> Self:
        """An empty handle for a unit that is to come."""
        right = cls._empty()
        right._guard = guard
        if quiet:
            right._quiet = True
        return right

    @classmethod
    def from_raw(cls, name: int, *, verify: bool = True) -> Self:
        """Takes over what the caller owns under a raw name: the handle releases it from now on. Verified, the name must
        hold a live right of this kind, else MachError, and the right stays the caller's."""
        raw = load(cls.layer)
        kind = getattr(raw, cls._kind_constant)
        right = cls._unfilled()
        right._name = raw.machport_adopt(name, kind, raw.MACHPORT_ADOPT_VERIFY if verify else 0)
        return right

    @classmethod
    def from_export(cls, source: object) -> Self:
        """Takes a right of this kind out of a capsule, or out of an object that has `__mach_port_export__()`, which
        then owns it no longer. A capsule gives its right once: ValueError where it was taken before. A right of another
        kind stays where it is: TypeError."""
        kind = getattr(load(cls.layer), cls._kind_constant)
        right = cls._unfilled()
        _, right._name, right._guard = _capsule.take(capsule_of(source, kind), kind)
        return right

    @property
    def closed(self) -> bool:
        """Whether the handle owns nothing any more: it was closed, detached or exported."""
        return self._name is None

    def close(self) -> None:
        """Releases the right. Once: later calls do nothing. In another name space than the right's nothing is released,
        and a leak is counted. Where a guard forbids the release, MachError, and the handle stays open."""
        global _leaked
        name, begun = None, False
        try:
            with self._lock:
                name, self._name = self._name, None
                if name is None:
                    return
                if self._is_elsewhere():
                    _leaked += 1
                    return
            self._end_waits()
            with self._lock:
                kind, release = self.kind, self._raw.machport_release
                begun = True
                release(kind, name, self._guard)
        except MachError as error:
            if error.status == self._raw.MACHPORT_KERN_INVALID_ARGUMENT:
                self._name = name
            raise
        except BaseException:
            # A signal's handler raised. Where the release had begun it was done, or may have been.
            if name is not None and not begun:
                self._name = name
            raise

    def detach(self) -> int:
        """Gives the raw name to the caller, who owns what the handle owned. The handle is closed. A guard does not go with
        the name: ReceiveRight.guard still tells it."""
        name = None
        try:
            with self._lock:
                raw_name: int = self._raw.machport_disown(self._held(), self.kind)
                name, self._name = self._name, None
            self._end_waits()
        except BaseException:
            if name is not None:
                self._name = name  # the caller does not get it
            raise
        return raw_name

    def __mach_port_export__(self) -> object:
        """A capsule that owns the right instead of the handle, which is closed. See capsule.h for whoever takes it."""
        with self._lock:
            capsule = _capsule.wrap(self.kind, self._held(), self._guard)
            self._name = None
        self._end_waits()
        return capsule

    def _end_waits(self) -> None:
        """Ends what waits for messages of the right, which the handle does not hold any more. Without the lock, for the end of
        a wait may need it."""

    def __enter__(self) -> Self:
        self._held()
        return self

    def __exit__(self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None) -> None:
        self.close()

    def __del__(self) -> None:
        try:
            if self._name is None:
                return
        except AttributeError:
            return  # a signal's handler raised when there was nothing in it yet
        if self._raw.machport_release is None:
            return  # the interpreter ends, and has taken the layer apart: the right goes with the process
        try:
            if not self._is_elsewhere() and not getattr(self, "_quiet", False):
                warnings.warn(f"unclosed {self!r}", ResourceWarning, stacklevel=2, source=self)
        finally:
            try:
                self.close()
            except BaseException:
                self.close()  # a signal's handler raised, which Python can only report here
                raise

    def __reduce_ex__(self, _protocol: SupportsIndex) -> NoReturn:
        raise TypeError(
            f"cannot copy or pickle {type(self).__name__}: a right has one owner, and its name means nothing in another task; "
            "hand it over with detach() or __mach_port_export__()"
        )


_bound: dict[tuple[type[Right], str], type[Right]] = {}


def bound(kind: type[Kind], layer: str | None) -> type[Kind]:
    """A type of right over a layer: a subclass that is bound to it, or, for None, the type itself."""
    if layer is None:
        return kind
    members = {"__slots__": (), "__module__": kind.__module__, "__doc__": kind.__doc__, "layer": checked(layer)}
    found = _bound.get((kind, layer)) or _bound.setdefault((kind, layer), type(kind.__name__, (kind,), members))
    assert issubclass(found, kind)
    return found


class Types(NamedTuple):
    """One layer, and every type of owned right over it, found by what Mach says of a right."""

    raw: ModuleType
    by_kind: dict[int, Any]
    kind_of_move: dict[int, int]
    """By the disposition that a right is received with."""


@functools.cache
def types_of(layer: str | None) -> Types:
    """The types over a layer."""
    raw = load(layer)
    by_kind = {getattr(raw, each._kind_constant): bound(each, layer) for each in Right._types}
    moves = {
        raw.MACHPORT_MOVE_SEND: raw.MACHPORT_KIND_SEND,
        raw.MACHPORT_MOVE_SEND_ONCE: raw.MACHPORT_KIND_SEND_ONCE,
        raw.MACHPORT_MOVE_RECEIVE: raw.MACHPORT_KIND_RECEIVE,
    }
    return Types(raw, by_kind, moves)
