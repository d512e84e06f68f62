"""A name and the space that it belongs to: what an owned right and a borrowed one have in common.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import os
import threading
from collections.abc import Callable
from types import ModuleType
from typing import ClassVar, Self, TypeVar

from machport._exchange import borrow
from machport._layer import load
from machport.error import MachError

Result = TypeVar("Result")
Other = TypeVar("Other", bound="Handle")


class Handle:
    """A raw name, its kind, and the name space that it belongs to: in another one it is refused with ValueError."""

    __slots__ = ("__weakref__", "_epoch", "_name", "_raw")

    layer: ClassVar[str | None] = None
    """The raw layer that the type is bound to; None: the one that MACHPORT_LAYER chooses."""
    _kind_constant: ClassVar[str]
    # One lock for every handle: under it a name is looked at and used, and nothing that waits is called. A finalizer may
    # run in the middle of such a call, on the same thread: hence reentrant.
    _lock: ClassVar[threading.RLock]

    _raw: ModuleType
    _epoch: int
    _name: int | None  # None: closed

    @classmethod
    def _empty(cls, raw: ModuleType | None = None) -> Self:
        """A handle in the calling thread's space, as if it were closed. Whoever gets a name for it writes `_name`, and nothing
        in between can fail: where Python runs out of memory, what a call gave has its owner all the same."""
        handle = object.__new__(cls)
        handle._raw = raw or load(cls.layer)
        handle._epoch = handle._raw.machport_epoch()
        handle._name = None
        return handle

    @property
    def kind(self) -> int:
        """The kind of right, one of MACHPORT_KIND_*."""
        kind: int = getattr(self._raw, self._kind_constant)
        return kind

    @property
    def name(self) -> int:
        """The raw name, borrowed: valid while the handle is open."""
        return self._held()

    @property
    def urefs(self) -> int:
        """How many user references its name holds in all, of this kind or, where the right died, of the dead name that
        it has become."""
        with self._lock:
            return self._count(self._held())[1]

    def __mach_port__(self) -> tuple[int, int]:
        """The raw name and its kind, borrowed: valid while the handle is open."""
        return self._held(), self.kind

    def __repr__(self) -> str:
        with self._lock:
            return f"<{type(self).__name__} {self._described()}>"

    @classmethod
    def _with_lent(cls, source: object, kind: int, function: Callable[[int], Result]) -> Result:
        """Calls a function with the name that an object lends. Where that is a handle, no other thread can release it
        meanwhile."""
        with cls._lock:
            return function(borrow(source, kind))

    def _call(self, function: Callable[[int], Result]) -> Result:
        """Calls a function of the layer with the name, which no other thread can release meanwhile."""
        with self._lock:
            return function(self._held())

    def _fill(self, handle: Other, function: Callable[[int], int]) -> Other:
        """An empty handle with what a function of the layer gives for the name."""
        with self._lock:
            handle._name = function(self._held())
        return handle

    def _held(self) -> int:
        name = self._name
        if name is None:
            raise ValueError(f"{type(self).__name__} is closed")
        if self._is_elsewhere():
            self._raw.machport_task_self()  # in a child that has not renewed: E_FORKED
            raise ValueError(f"{type(self).__name__} {name:#x} belongs to another name space than this thread's")
        return name

    def _is_elsewhere(self) -> bool:
        here: int = self._raw.machport_epoch()
        return here != self._epoch

    def _count(self, name: int) -> tuple[bool, int]:
        """Whether the right is alive, and the user references of its name."""
        urefs: int = self._raw.machport_urefs(name, self.kind)
        return (True, urefs) if urefs else (False, self._raw.machport_urefs(name, self._raw.MACHPORT_KIND_DEAD_NAME))

    def _described(self) -> str:
        name = self._name
        if name is None:
            return "closed"
        if self._is_elsewhere():
            return f"{name:#x} of another name space"
        try:
            return f"{name:#x} {self._state(name)}"
        except MachError as error:
            return f"{name:#x} {error.name}"

    def _state(self, name: int) -> str:
        """What the right is like at the moment, in a word or two."""
        alive, urefs = self._count(name)
        return f"{'' if alive else 'dead '}urefs={urefs}"


def _new_lock() -> None:
    """In a forked child too: the thread that held the old one may not be there."""
    Handle._lock = threading.RLock()


_new_lock()
os.register_at_fork(after_in_child=_new_lock)
