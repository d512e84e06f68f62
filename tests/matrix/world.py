"""The tasks of a row: the caller, in whose space all happens, and one that keeps receive rights away from it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ctypes

from replay.mach import Mach
from replay.words import CONSTANTS

RECEIVE = ctypes.c_uint32(CONSTANTS["MACHPORT_KIND_RECEIVE"])
AUXILIARY = ("H", "Nd", "Ns", "Np", "Nc", "Q", "D")
"""Receive rights of every row: a place to put messages, ports for notifications, a reply port, a destination."""
RESERVED = {"never": 0x7FFB03, "free": 0x55503, "badbits": 0x55602}
"""Names that no call gave, known by their numbers."""
CONSTANT = {"NULL": CONSTANTS["MACHPORT_NULL"], "DEAD": CONSTANTS["MACHPORT_DEAD"]}
KEPT = {"x": 0x40003, "y": 0x40103}
"""The keeper's names for what it keeps."""


class World:
    """A row begins with a new one. Calls act for the caller, except where the keeper is named."""

    def __init__(self, mach: Mach) -> None:
        self.mach = mach
        mach.reset()
        self.caller, self._keeper = mach.task_create(), mach.task_create()
        mach.task_enter(self._keeper)
        self.keeper = mach.right_give(mach.self_name, CONSTANTS["MACHPORT_COPY_SEND"], self.caller)
        mach.task_enter(self.caller)
        self._born = set(mach.names())
        self._names: dict[str, int] = {}
        self.kept: set[str] = set()
        for symbol in AUXILIARY:
            self.allocate(symbol)

    def allocate(self, symbol: str) -> None:
        """A new receive right."""
        self.bind(symbol, self.mach.call("mach_port_allocate", RECEIVE, gives=ctypes.c_uint32))

    def bind(self, symbol: str, name: int) -> None:
        self._names[symbol] = name

    def name(self, symbol: str) -> ctypes.c_uint32:
        known = CONSTANT | RESERVED | self._names
        if symbol not in known:
            raise ValueError(f"{symbol!r} is no name of this row")
        return ctypes.c_uint32(known[symbol])

    def symbol(self, name: int) -> str:
        """A name that has no symbol yet gets the next of new1, new2, ..."""
        known = CONSTANT | RESERVED | self._names
        for symbol, number in known.items():
            if number == name:
                return symbol
        new = f"new{sum(symbol.startswith('new') for symbol in self._names) + 1}"
        self.bind(new, name)
        return new

    def held(self) -> dict[int, int]:
        """The names of the caller, and their types without looking at the rights; not those that a task is born with."""
        return {name: types for name, types in self.mach.names().items() if name not in self._born}

    def keep(self, who: str) -> None:
        """The receive right of a subject goes to the keeper, as if it were put into a message."""
        move = ctypes.c_uint32(CONSTANTS["MACHPORT_MOVE_RECEIVE"])
        self.mach.call("mach_port_insert_right", ctypes.c_uint32(KEPT[who]), self.name(who), move, space=self.keeper)
        self.kept.add(who)

    def destroy_kept(self, who: str) -> None:
        self.mach.call("mach_port_mod_refs", ctypes.c_uint32(KEPT[who]), RECEIVE, ctypes.c_int32(-1), space=self.keeper)
        self.kept.remove(who)

    def enter_keeper(self) -> None:
        self.mach.task_enter(self._keeper)
