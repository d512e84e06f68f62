"""What tests of port code need: several tasks in one process, limits, and a check that nothing leaks.

SPDX-License-Identifier: MIT OR Apache-2.0

Tasks and limits need the embedded Mach, which machport runs on where the host has no Mach of its own; leak_check() needs
none.
"""

import gc
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import ParamSpec, TypeVar

from machport._exchange import lent
from machport._layer import load, load_embedded
from machport._space import changes, contents
from machport.error import MachError

__all__ = ["Task", "guard_exceptions", "leak_check", "limit_names", "reset", "task", "tasks"]

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def _embedded() -> ModuleType:
    mach: str = load().machport_mach_name()
    if mach != "embedded":
        raise RuntimeError(
            f"machport.testing makes tasks and sets limits on the embedded Mach only; this process runs on {mach!r}"
        )
    return load_embedded()


class Task:
    """A task of the embedded Mach. Its space is its own: a name of another task means nothing in it."""

    def __init__(self) -> None:
        self._embedded = _embedded()
        self.number: int = self._embedded.mach_embedded_task_create()
        """Its number, which no other task of the process ever has."""

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Lets the calling thread act as this task until the end of the block, and then as the one it was."""
        previous: int = self._embedded.mach_embedded_task_enter(self.number)
        try:
            yield
        finally:
            self._embedded.mach_embedded_task_enter(previous)

    def start(
        self, work: Callable[Arguments, Result], /, *arguments: Arguments.args, **named: Arguments.kwargs
    ) -> "Future[Result]":
        """Calls a function on a thread of its own, which acts as this task. The future's result() waits for it, and gives what
        it returned or raises what it raised."""
        future: Future[Result] = Future()

        def run() -> None:
            try:
                with self.entered():
                    result = work(*arguments, **named)
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)

        threading.Thread(target=run, name=f"machport task {self.number}", daemon=True).start()
        return future

    def give(self, right: object, disposition: int | None = None) -> int:
        """Gives this task a right that is made or copied from one of the calling task's, as a message would. By default a
        receive right makes a send right, and a send right is copied; a disposition says it otherwise: MACHPORT_COPY_SEND,
        MACHPORT_MAKE_SEND or MACHPORT_MAKE_SEND_ONCE. The answer is the right's name there, which this task owns: there
        SendRight.from_raw() takes it over."""
        name, kind = lent(right)
        if disposition is None:
            raw = load()
            disposition = raw.MACHPORT_MAKE_SEND if kind == raw.MACHPORT_KIND_RECEIVE else raw.MACHPORT_COPY_SEND
        given: int = self._embedded.mach_embedded_right_give(name, disposition, self.number)
        return given

    def destroy(self) -> None:
        """Ends the task. Its rights end as those of a task that dies: whoever holds rights to its ports sees them dead."""
        self._embedded.mach_embedded_task_destroy(self.number)


@contextmanager
def task() -> Iterator[Task]:
    """A new task that the calling thread acts as, until the end of the block: then it is destroyed."""
    with _ending() as made, made.entered():
        yield made


@contextmanager
def tasks(count: int) -> Iterator[tuple[Task, ...]]:
    """So many new tasks, until the end of the block: then those that are left are destroyed. The calling thread enters none of
    them."""
    with ExitStack() as ends:
        yield tuple(ends.enter_context(_ending()) for _ in range(count))


@contextmanager
def _ending() -> Iterator[Task]:
    """A new task that is destroyed at the end of the block, where the block did not do it."""
    made = Task()
    try:
        yield made
    finally:
        try:
            made.destroy()
        except MachError as error:
            if error.status != load().MACHPORT_KERN_INVALID_TASK:
                raise


@contextmanager
def leak_check() -> Iterator[None]:
    """Fails with an AssertionError where the block leaves the name space other than it found it, and says which names
    differ. A failure of the block itself comes first."""
    raw = load()
    before = contents(raw)
    yield
    gc.collect()
    differing = changes(before, contents(raw))
    if differing:
        raise AssertionError("the block leaks rights:\n  " + "\n  ".join(differing))


@contextmanager
def limit_names(most: int) -> Iterator[None]:
    """Lets the space of the calling task hold so many names and no more, until the end of the block."""
    embedded = _embedded()
    embedded.mach_embedded_limit_names(most)
    try:
        yield
    finally:
        embedded.mach_embedded_limit_names(0)


def guard_exceptions() -> int:
    """How many guard exceptions XNU would have raised so far: each is fatal for a hardened task."""
    count: int = _embedded().mach_embedded_guard_exceptions()
    return count


def reset() -> None:
    """Ends every task and starts as a new process would. No other thread may use rights meanwhile; every handle that is open
    belongs to a space that is gone."""
    _embedded().mach_embedded_reset()
