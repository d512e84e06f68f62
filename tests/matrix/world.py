"""The task of a row, in whose space all happens.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ctypes

from replay.mach import Buffer, Mach
from replay.words import CONSTANTS

RECEIVE = ctypes.c_uint32(CONSTANTS["MACHPORT_KIND_RECEIVE"])
AUXILIARY = ("H", "Nd", "Ns", "Np", "Nc", "Q", "D")
"""Receive rights of every row: a place to put messages, ports for notifications, a reply port, a destination."""
RESERVED = {"never": 0x7FFB03, "free": 0x55503, "badbits": 0x55602}
"""Names that no call gave, known by their numbers."""
CONSTANT = {"NULL": CONSTANTS["MACHPORT_NULL"], "DEAD": CONSTANTS["MACHPORT_DEAD"]}
BUFFER_SIZE = 8192


class World:
    """A row begins with a new one."""

    def __init__(self, mach: Mach) -> None:
        self.mach = mach
        mach.reset()
        mach.task_enter(mach.task_create())
        self.buffer = Buffer(BUFFER_SIZE)
        self._born = set(mach.names())
        self._names: dict[str, int] = {}
        self._symbols: dict[int, str] = {}
        for symbol, name in (CONSTANT | RESERVED).items():
            self.bind(symbol, name)
        self._new = 0
        for symbol in AUXILIARY:
            self.allocate(symbol)

    def allocate(self, symbol: str) -> None:
        """A new receive right."""
        self.bind(symbol, self.mach.call("mach_port_allocate", RECEIVE, gives=ctypes.c_uint32))

    def bind(self, symbol: str, name: int) -> None:
        self._names[symbol] = name
        self._symbols.setdefault(name, symbol)

    def is_called(self, name: int) -> bool:
        """Whether a call gave the name before."""
        return self._symbols.get(name, "never") not in RESERVED

    def rename(self, symbol: str, name: int) -> None:
        """What a name is called from now on."""
        self._names[symbol] = name
        self._symbols[name] = symbol

    def name(self, symbol: str) -> ctypes.c_uint32:
        if symbol not in self._names:
            raise ValueError(f"{symbol!r} is no name of this row")
        return ctypes.c_uint32(self._names[symbol])

    def symbol(self, name: int) -> str:
        """A name that has no symbol yet gets the next of new1, new2, ..."""
        if name not in self._symbols:
            self._new += 1
            self.bind(f"new{self._new}", name)
        return self._symbols[name]

    def symbols(self) -> list[str]:
        """In the order in which they were given."""
        return list(self._names)

    def held(self) -> dict[int, int]:
        """The names, and their types without looking at the rights; not those that a task is born with."""
        return {name: types for name, types in self.mach.names().items() if name not in self._born}
