"""A library that gives handles to objects out, as IOKit does: a handle is a send right. It knows nothing of who will use it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import machport


class Object:
    """An object. It ends when it is closed."""

    def __init__(self) -> None:
        self._port = machport.ReceiveRight.new()

    def handle(self) -> "Handle":
        """A handle to it."""
        return Handle(self._port.make_send())

    def close(self) -> None:
        self._port.close()


class Handle:
    """A handle to an object: any library may take its right by the protocol of raw ports, once."""

    def __init__(self, right: machport.SendRight) -> None:
        self._right = right

    def __mach_port__(self) -> tuple[int, int]:
        return self._right.__mach_port__()

    def __mach_port_export__(self) -> object:
        return self._right.__mach_port_export__()
