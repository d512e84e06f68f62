"""One task of a sequence: its space, its symbols, and how its words are read.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ctypes

from .mach import Buffer, Mach
from .symbols import Symbols
from .words import DISPOSITIONS, RIGHTS, number


class Task:
    """A task of a recording of two tasks (T1) or of three (T2)."""

    def __init__(self, letter: str, mach: Mach, tasks: dict[str, "Task"], receive_buffer: Buffer) -> None:
        self.letter = letter
        self.mach = mach
        self.number = mach.task_create()
        self.symbols = Symbols(letter)
        self.tasks = tasks
        self.alive = True
        self.held: dict[int, int] = {}
        self.receive_buffer = receive_buffer
        self.left_sets: set[tuple[str, str]] = set()
        """Symbols of ports and of the sets that they left by a fault of 7195's."""
        self.message: Buffer | None = None
        """Where the message is that the line before received or got back."""

    @property
    def two_tasks(self) -> bool:
        """Whether it is of T1, which writes guards in decimal and shows less in state lines."""
        return len(self.tasks) == 2

    def enter(self) -> None:
        """Lets the thread act as this task, and remembers the names that its space holds at this moment and their types."""
        if not self.alive:
            raise ValueError(f"task {self.letter} has died")
        self.mach.task_enter(self.number)
        self.held = self.mach.names()

    def given(self, name: int) -> str:
        """The word for a name that a call gave since the task was entered."""
        word = self.symbols.word(name, self.held)
        self.held.setdefault(name, 0)
        return word

    def keep_message(self, buffer: Buffer) -> None:
        """The next line may destroy the message in a buffer."""
        self.message = buffer

    # What an argument's word stands for.

    def name(self, word: str) -> ctypes.c_uint32:
        return ctypes.c_uint32(self.symbols.name(word))

    def right(self, word: str) -> ctypes.c_uint32:
        return ctypes.c_uint32(RIGHTS[word])

    def disposition(self, word: str) -> ctypes.c_uint32:
        return ctypes.c_uint32(DISPOSITIONS[word])

    def count(self, word: str) -> ctypes.c_uint32:
        return ctypes.c_uint32(number(word, 0, 2**32 - 1))

    def delta(self, word: str) -> ctypes.c_int32:
        return ctypes.c_int32(number(word, -(2**31), 2**31 - 1))

    def context(self, word: str) -> ctypes.c_uint64:
        """A guard or a context: hexadecimal where there are three tasks, and BUF for the address of the receive buffer."""
        if word == "BUF":
            return ctypes.c_uint64(self.receive_buffer.address)
        return ctypes.c_uint64(number(word, 0, 2**64 - 1, 10 if self.two_tasks else 16))

    def context_word(self, context: int) -> str:
        return "BUF" if context == self.receive_buffer.address else f"{context:x}"
