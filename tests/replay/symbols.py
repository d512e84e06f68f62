"""The symbols of one task: which name each stands for, numbered in the order in which they appear.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Container, Iterator

from .words import DEAD, NAMES, NULL


class Symbols:
    """A symbol keeps its name when the right is gone: a stale one is used on purpose."""

    def __init__(self, task: str) -> None:
        self.task = task
        self._names: list[int] = []

    def name(self, word: str) -> int:
        """The name that a word of an operation stands for: a symbol, a constant, or `@hex`."""
        if word in NAMES:
            return NAMES[word]
        if word.startswith("@"):
            return int(word[1:], 16)
        if word[:1] != self.task or not word[1:].isdecimal():
            raise ValueError(f"{word!r} is no name of task {self.task}")
        if int(word[1:]) >= len(self._names):
            raise ValueError(f"no name was given to {word!r} yet")
        return self._names[int(word[1:])]

    def word(self, name: int, held: Container[int]) -> str:
        """The word for a name that a call gave: its symbol where the space held it before the call, else a new one."""
        if name == NULL:
            return "NULL"
        if name == DEAD:
            return "DEAD"
        if name not in held:
            self._names.append(name)
            return f"+{self.task}{len(self._names) - 1}"
        return self.known(name)

    def known(self, name: int) -> str:
        """The symbol of a name, the latest where there are several."""
        for number in range(len(self._names) - 1, -1, -1):
            if self._names[number] == name:
                return f"{self.task}{number}"
        return f"name:{name:#x}"

    def renumber(self, numbers: dict[int, int]) -> None:
        """Gives names the numbers of one another."""
        names = {new: self._names[old] for old, new in numbers.items()}
        for number, name in names.items():
            self._names[number] = name

    def listed(self) -> Iterator[tuple[str, int]]:
        """Each symbol and its name, ascending; of several for one name only the latest."""
        for number, name in enumerate(self._names):
            if name not in self._names[number + 1 :]:
                yield f"{self.task}{number}", name
