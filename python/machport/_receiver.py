"""What receive rights and port sets have in common: messages come from them.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from machport import _message
from machport._message import Message
from machport._patience import Deadline
from machport._right import Right
from machport._waiting import AsyncWait, Wait
from machport.error import MachError

AnyWait = TypeVar("AnyWait", Wait, AsyncWait)


class Receiver(Right):
    """A right that messages are received from."""

    __slots__ = ("_waits",)

    _waits: set[Any]

    def receive(self, *, timeout: float | None = None) -> Message:
        """The next message. Waits for one, for seconds; 0 does not wait, None waits for ever; other threads run meanwhile, and
        Ctrl-C ends it. MachError MACH_RCV_TIMED_OUT where none came, MACH_RCV_PORT_CHANGED where the right was closed
        meanwhile, MACH_RCV_BODY_ERROR where the name space had no room for a right of the message: results is the message
        without it."""
        return _message.receive(self, Deadline(timeout))

    async def receive_async(self) -> Message:
        """The next message, for asyncio: other tasks run meanwhile. Any number of tasks may wait, and each gets a message of
        its own. A wait that is cancelled, as by asyncio.timeout(), takes no message. ValueError where the right is closed
        meanwhile; MachError KERN_NOT_SUPPORTED where this Mach has nothing that an event loop can wait for: then call
        receive() on a thread."""
        while True:
            message = self._next()
            if message is not None:
                return message
            with self._wait(AsyncWait) as wait:
                await wait.run()

    def _next(self) -> Message | None:
        """The message that waits, or None."""
        try:
            return self.receive(timeout=0)
        except MachError as error:
            if error.status != self._raw.MACHPORT_MACH_RCV_TIMED_OUT:
                raise
            return None

    @contextmanager
    def _wait(self, kind: Callable[[int], AnyWait], *beside: set[Any]) -> Iterator[AnyWait]:
        """A wait that ends where the right goes, and that those who may end it beside find in a set of theirs."""
        with self._lock:
            if not hasattr(self, "_waits"):
                self._waits = set()
            fd = self._call(self._raw.machport_wait_fd)
            try:
                wait = kind(fd)
            except BaseException:
                os.close(fd)
                raise
            sets = self._waits, *beside
            for each in sets:
                each.add(wait)
        try:
            with wait:
                yield wait
        finally:
            for each in sets:
                each.discard(wait)

    def _end_waits(self) -> None:
        for wait in list(getattr(self, "_waits", ())):
            wait.end()
