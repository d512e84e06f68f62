"""The least that an owned right in Python is: a name in a slot, released once, by close() or by the finalizer.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Callable


def handle(new: Callable[[], int], release: Callable[[int], None]) -> type:
    """The type, over two functions."""

    class ReceiveRight:
        __slots__ = ("name",)

        def __init__(self) -> None:
            self.name: int | None = None
            self.name = new()

        def close(self) -> None:
            name, self.name = self.name, None
            if name is not None:
                release(name)

        __del__ = close

    return ReceiveRight
