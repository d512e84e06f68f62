"""A library that waits for the end of whatever a send right leads to. It knows nothing of where rights come from.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from types import TracebackType
from typing import Self

import machport


class Watch:
    """A watch over a port: takes the send right of any object that gives one away by the protocol of raw ports."""

    def __init__(self, source: object) -> None:
        self._watched = machport.SendRight.from_export(source)
        self._told = machport.ReceiveRight.new()
        self._watched.notify_dead_name(self._told)

    def ended(self, timeout: float) -> bool:
        """Whether the port ended within so many seconds."""
        try:
            with self._told.receive(timeout=timeout) as message:
                notification = message.notification()
                return isinstance(notification, machport.DeadNameNotification) and notification.trusted
        except machport.MachError as error:
            if error.name != "MACH_RCV_TIMED_OUT":
                raise
            return False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None) -> None:
        self._watched.close()
        self._told.close()
