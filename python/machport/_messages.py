"""Messages one after another, until the right is closed or the iterator is told to stop.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from typing import Any, Self

from machport._message import Message
from machport._receiver import Receiver
from machport._waiting import AsyncWait, Wait
from machport.error import MachError


class Messages:
    """An iterator over the messages of a right as they come, for `for` and `async for`. The caller owns each message. It ends
    where the right is closed, detached or sent away, from whatever thread, and where it is told to stop. Where this Mach has
    nothing that both can wait for, it is told to stop only between two messages."""

    def __init__(self, source: Receiver) -> None:
        source._held()
        self._source = source
        self._stopped = False
        self._waits: set[Any] = set()

    def stop(self) -> None:
        """Ends the iteration, from any thread; who waits is told. Messages that wait stay where they are."""
        self._stopped = True
        for wait in list(self._waits):
            wait.end()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Message:
        try:
            while not self._stopped:
                message = self._source._next() or self._waited()
                if message is not None:
                    return message
        except (MachError, ValueError):
            if not self._source.closed:
                raise
        raise StopIteration

    def _waited(self) -> Message | None:
        """Waits until there may be a message."""
        try:
            with self._source._wait(Wait, self._waits) as wait:
                if not self._stopped:
                    wait.run()
        except MachError as error:
            if error.status != self._source._raw.MACHPORT_KERN_NOT_SUPPORTED:
                raise
            return self._source.receive()
        return None

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Message:
        try:
            while not self._stopped:
                message = self._source._next()
                if message is not None:
                    return message
                with self._source._wait(AsyncWait, self._waits) as wait:
                    if not self._stopped:
                        await wait.run()
        except (MachError, ValueError):
            if not self._source.closed:
                raise
        raise StopAsyncIteration
