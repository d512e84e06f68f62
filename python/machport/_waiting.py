"""Waits for a message that something else can end too: the right closes, an iterator is told to stop, a task is cancelled.

SPDX-License-Identifier: MIT OR Apache-2.0

Mach tells by a file descriptor that a message waits. It does not keep the right, and is closed before that goes.
"""

import asyncio
import contextlib
import os
import selectors
import threading
from types import TracebackType
from typing import Self


class Wait:
    """A wait of a thread. A pipe ends it."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._ended, self._end = os.pipe()
        self._thread = threading.get_ident()
        self._over = threading.Event()
        self._lock = threading.RLock()  # a signal's handler may end it in the middle of its end

    def __enter__(self) -> Self:
        return self

    def run(self) -> None:
        """Returns where a message waits, or the wait was ended."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._fd, selectors.EVENT_READ)
            selector.register(self._ended, selectors.EVENT_READ)
            selector.select()

    def end(self) -> None:
        """Ends it, from any thread: the descriptor is closed when this returns, but in a signal's handler of the same thread,
        where it is soon after."""
        with self._lock:
            if self._end != -1:
                os.write(self._end, b"\0")
        if threading.get_ident() != self._thread:
            self._over.wait()

    def __exit__(self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None) -> None:
        with self._lock:
            fds = self._fd, self._ended, self._end
            self._end = -1
            for fd in fds:
                os.close(fd)
        self._over.set()


class AsyncWait:
    """A wait of an asyncio task."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._done: asyncio.Future[None] = self._loop.create_future()
        self._loop.add_reader(fd, self._finish)

    def __enter__(self) -> Self:
        return self

    async def run(self) -> None:
        """Returns where a message waits, or the wait was ended."""
        await self._done

    def end(self) -> None:
        """Ends it: at once in the loop's thread, and from another one as soon as the loop comes to it."""
        if threading.get_ident() == self._thread:
            self._finish()
        else:
            with contextlib.suppress(RuntimeError):  # the loop is closed, and nobody waits
                self._loop.call_soon_threadsafe(self._finish)

    def __exit__(self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None) -> None:
        self._finish()

    def _finish(self) -> None:
        fd, self._fd = self._fd, -1
        if fd != -1:
            self._loop.remove_reader(fd)
            os.close(fd)
        if not self._done.done():
            self._done.set_result(None)
