"""Goes through a recording: each sequence up to its first difference, or its first operation that libmach does not know.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ctypes
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from .calls import NOT_YET, perform
from .compare import first_difference
from .mach import Mach
from .recording import Operation, Recording, Sequence, State
from .state import block
from .task import Task
from .versions import answer

CONTEXT = 6


@dataclass(frozen=True)
class Difference:
    """Where a sequence went another way than the recording, which cannot be followed further then."""

    sequence: str
    line: int
    before: tuple[str, ...]
    expected: str
    got: str


@dataclass
class Outcome:
    """What the replay of a file came to."""

    operations: int = 0
    states: int = 0
    ended_at: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)


def replay(recording: Recording, mach: Mach, progress: Callable[[Recording, int], None]) -> Outcome:
    """Replays every sequence; progress is told how many are done."""
    outcome = Outcome()
    # The same for every receive: recordings write its address as BUF.
    receive_buffer = ctypes.create_string_buffer(8192)
    for number, sequence in enumerate(recording.sequences, 1):
        mach.reset()
        tasks: dict[str, Task] = {}
        for letter in recording.tasks:
            tasks[letter] = Task(letter, mach, tasks, ctypes.addressof(receive_buffer))
        _replay_sequence(sequence, tasks, outcome)
        progress(recording, number)
    mach.reset()
    return outcome


def _replay_sequence(sequence: Sequence, tasks: dict[str, Task], outcome: Outcome) -> None:
    before: deque[str] = deque(maxlen=CONTEXT)
    for step in sequence.steps:
        if isinstance(step, Operation) and step.name in NOT_YET:
            outcome.ended_at[step.name] += 1
            return
        wanted, got = _lines(step, tasks)
        outcome.operations += isinstance(step, Operation)
        outcome.states += isinstance(step, State)
        index = first_difference(wanted, got)
        if index is not None:
            before.extend(wanted[:index])
            line = wanted[index] if index < len(wanted) else "(no further state line)"
            mine = got[index] if index < len(got) else "(no further state line)"
            outcome.differences.append(Difference(sequence.name, step.number + index, tuple(before), line, mine))
            return
        before.extend(wanted)


def _lines(step: Operation | State, tasks: dict[str, Task]) -> tuple[list[str], list[str]]:
    """The lines that are expected, and those that the library's answers make."""
    if isinstance(step, State):
        return list(step.lines), block(tasks.values())
    task = tasks[step.task]
    task.enter()
    try:
        wanted = f"{step.call} -> {answer(step, task)}"
        return [wanted], [f"{step.call} -> {perform(task, step.name, step.words)}"]
    except ValueError as error:
        return list(step.lines), [f"{step.call} cannot be replayed: {error}"]
