"""The lines of a recording: sequences, each of operations and of blocks of state lines.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

OPERATION = re.compile(
    r"(?P<call>(?P<task>[abc]): (?P<name>[a-z_]+)(?P<words>(?: \S+)*?)) -> (?P<result>\S.*?)(?P<marks>(?: [?%~]\S*)*)"
)
NOTHING_EXECUTED = re.compile(r"[abc]: nop")
STATE = re.compile(r"= [abc]\d+ \S.*")


class Unreadable(Exception):
    """A line that is not of the format."""


@dataclass(frozen=True)
class Operation:
    """`task: name words -> result marks`."""

    number: int
    task: str
    name: str
    words: tuple[str, ...]
    call: str
    result: str
    marks: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        return (f"{self.call} -> {self.result}",)


@dataclass(frozen=True)
class State:
    """A block of `= symbol fields` lines."""

    number: int
    lines: tuple[str, ...]


Step = Operation | State


@dataclass
class Sequence:
    """What follows a `# sequence N` line. It begins with new spaces."""

    name: str
    steps: list[Step] = field(default_factory=list)

    @property
    def operations(self) -> int:
        return sum(isinstance(step, Operation) for step in self.steps)


@dataclass(frozen=True)
class Recording:
    """A whole file: of two tasks (T1) or of three (T2), which differ in how they write guards and state lines."""

    path: Path
    tasks: str
    sequences: list[Sequence]


def read(path: Path) -> Recording:
    """Reads a file, compressed or not, and refuses it as a whole where a line is not of the format."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="ascii") as file:
        sequences = list(_sequences(file))
    if not sequences:
        raise Unreadable("it holds no sequence")
    tasks = {step.task for sequence in sequences for step in sequence.steps if isinstance(step, Operation)}
    return Recording(path, "abc" if "c" in tasks else "ab", sequences)


def _sequences(lines: Iterator[str]) -> Iterator[Sequence]:
    sequence: Sequence | None = None
    state: list[str] = []
    for number, line in enumerate(map(str.rstrip, lines), 1):
        if state and not line.startswith("= "):
            assert sequence is not None
            sequence.steps.append(State(number - len(state), tuple(state)))
            state = []
        if line.startswith("# sequence "):
            if sequence is not None:
                yield sequence
            sequence = Sequence(line.removeprefix("# "))
        elif sequence is None:
            raise Unreadable(f"line {number}: a recording begins with `# sequence N`, not with {line!r}")
        elif STATE.fullmatch(line):
            state.append(line)
        elif not NOTHING_EXECUTED.fullmatch(line):
            sequence.steps.append(_operation(number, line))
    if sequence is not None:
        if state:
            sequence.steps.append(State(number - len(state) + 1, tuple(state)))
        yield sequence


def _operation(number: int, line: str) -> Operation:
    match = OPERATION.fullmatch(line)
    if match is None:
        raise Unreadable(f"line {number}: neither an operation nor a state line: {line!r}")
    words, marks = match["words"].split(), match["marks"].split()
    return Operation(number, match["task"], match["name"], tuple(words), match["call"], match["result"], tuple(marks))
