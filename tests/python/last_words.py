"""What says that it goes while the interpreter ends; nothing of it leads to the program that holds it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ctypes
import os
from pathlib import Path
from typing import Any


class Says:
    """Says that it goes. The right that it holds alone goes with it."""

    def __init__(self, letter: str, right: object = None) -> None:
        self.letter, self.right = letter.encode(), right

    def __del__(self, write: Any = os.write) -> None:
        write(1, self.letter)


class Last:
    """Says which names there are more than at first. It asks the library itself, for Python's layers have gone before."""

    def __init__(self) -> None:
        maps = Path("/proc/self/maps").read_text().splitlines()
        library = next(line.split(maxsplit=5)[5] for line in maps if "/libmachport." in line)
        self.count, self.listing = ctypes.c_size_t(), ctypes.CDLL(library).machport_space_names
        self.found, types = (ctypes.c_uint32 * 64)(), (ctypes.c_uint32 * 64)()
        self.arguments = (self.found, types, ctypes.c_size_t(64), ctypes.byref(self.count))
        self.first = self.names()

    def names(self) -> set[int]:
        status = self.listing(*self.arguments)
        return set(self.found[: self.count.value]) if status == 0 else {status}

    def __del__(self, write: Any = os.write) -> None:
        write(1, f" {sorted(self.names() - self.first)}\n".encode())
