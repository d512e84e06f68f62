"""Waits of a call: seconds from the caller, and what is left of them after each signal.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import time
from collections.abc import Callable
from typing import TypeVar

from machport.error import MachError

Result = TypeVar("Result")

NANOSECONDS = 1_000_000_000
FOREVER = (1 << 64) - 1


class Deadline:
    """When a wait ends: so many seconds from now, or, for None, never."""

    def __init__(self, timeout: float | None) -> None:
        if timeout is not None and not timeout >= 0:
            raise ValueError(f"timeout must be seconds, 0 not to wait, or None to wait for ever, not {timeout!r}")
        self._end = None if timeout is None or timeout == float("inf") else time.monotonic_ns() + int(timeout * NANOSECONDS)

    def left(self) -> int:
        """What is left, in nanoseconds, as the layers take it."""
        return FOREVER if self._end is None else max(self._end - time.monotonic_ns(), 0)


def patiently(interrupted: int, call: Callable[[int], Result], deadline: Deadline) -> Result:
    """Calls what waits, again after each signal, with what is left of the time. Python's own handlers run in between, so that
    Ctrl-C ends the wait."""
    while True:
        try:
            return call(deadline.left())
        except MachError as error:
            if error.status != interrupted:
                raise
