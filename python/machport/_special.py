"""The ports that a task has without making them: its own, the host's, the thread's, and its special ports.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from typing import ClassVar, NoReturn, Self, SupportsIndex

from machport._cargo import Carried
from machport._handle import Handle
from machport._layer import load
from machport._right import bound
from machport._send import SendRight


class TaskSelf(Handle):
    """The calling task's own port, borrowed for the life of the process: there is nothing to close. Whoever needs a send
    right of his own makes one by SendRight.from_borrowed()."""

    __slots__ = ()
    _kind_constant: ClassVar[str] = "MACHPORT_KIND_SEND"

    def __new__(cls, *_args: object, **_kwargs: object) -> Self:
        raise TypeError(f"{cls.__name__} is not made by calling it: use task_self()")

    def as_copy(self) -> Carried:
        """For a message's rights or reply: a send right to the task's port, copied."""
        return Carried(self, "MACHPORT_COPY_SEND")

    def __reduce_ex__(self, _protocol: SupportsIndex) -> NoReturn:
        raise TypeError(
            f"cannot copy or pickle {type(self).__name__}: its name means another task's port in another task; "
            "each task asks for its own by task_self()"
        )


def task_self(*, layer: str | None = None) -> TaskSelf:
    """The calling task's own port, borrowed."""
    raw = load(layer)
    task = TaskSelf._empty(raw)
    task._name = raw.machport_task_self()
    return task


def host_self(*, layer: str | None = None) -> SendRight:
    """A send right to the host's port."""
    host = bound(SendRight, layer)._unfilled()
    host._name = load(layer).machport_host_self()
    return host


def thread_self(*, layer: str | None = None) -> SendRight:
    """A send right to the calling thread's port."""
    thread = bound(SendRight, layer)._unfilled()
    thread._name = load(layer).machport_thread_self()
    return thread


def special_port(which: int, *, layer: str | None = None) -> SendRight | None:
    """A send right to a special port of the calling task, one of MACHPORT_SPECIAL_*. None where the task has no such port, or
    the port died before it was asked for."""
    raw = load(layer)
    port = bound(SendRight, layer)._unfilled()
    port._name = raw.machport_special_port(which)
    if port._name in (raw.MACHPORT_NULL, raw.MACHPORT_DEAD):
        port._name = None
        return None
    return port
