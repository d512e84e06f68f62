"""Goes through a recording: each sequence up to its first difference.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import struct
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from .calls import perform
from .compare import first_difference
from .death import in_recorded_order, together
from .mach import Buffer, Mach, Refused
from .recording import Operation, Recording, Sequence, State
from .state import block
from .task import Task
from .versions import answer, as_recorded

CONTEXT = 6
RECEIVE_BUFFER = 1 << 16
_CHOSEN = re.compile(r" (?:local|at)=(\w+)")


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
    differences: list[Difference] = field(default_factory=list)


def replay(recording: Recording, mach: Mach, progress: Callable[[Recording, int], None]) -> Outcome:
    """Replays every sequence; progress is told how many are done."""
    outcome = Outcome()
    # The same for every receive: recordings write its address as BUF.
    receive_buffer = Buffer(RECEIVE_BUFFER)
    for number, sequence in enumerate(recording.sequences, 1):
        mach.reset()
        tasks: dict[str, Task] = {}
        for letter in recording.tasks:
            tasks[letter] = Task(letter, mach, tasks, receive_buffer)
        _replay_sequence(sequence, tasks, outcome)
        progress(recording, number)
    mach.reset()
    return outcome


def _replay_sequence(sequence: Sequence, tasks: dict[str, Task], outcome: Outcome) -> None:
    before: deque[str] = deque(maxlen=CONTEXT)
    for steps in together(sequence.steps):
        lines = [_lines(step, tasks) for step in steps]
        wanted, got = ([line for pair in lines for line in pair[side]] for side in (0, 1))
        first = steps[0]
        if isinstance(first, Operation) and "%" in first.marks:
            got = in_recorded_order(wanted, got, tasks[first.task].symbols)
        outcome.operations += sum(isinstance(step, Operation) for step in steps)
        outcome.states += sum(isinstance(step, State) for step in steps)
        index = first_difference(wanted, got)
        if index is not None:
            before.extend(wanted[:index])
            line = wanted[index] if index < len(wanted) else "(no further state line)"
            mine = got[index] if index < len(got) else "(no further state line)"
            number = steps[index].number if len(steps) > 1 else first.number + index
            outcome.differences.append(Difference(sequence.name, number, tuple(before), line, mine))
            return
        before.extend(wanted)


def words_to_follow(step: Operation, task: Task) -> tuple[str, ...]:
    """The words of an operation. Which member of a set is received from is not specified, so the one is that was recorded; and
    7195 receives once more from one that left the set."""
    chosen = _CHOSEN.search(step.result)
    at = step.words.index("recv") + 1 if "recv" in step.words else 0
    if step.name not in ("recv", "rpc") or chosen is None:
        return step.words
    left = (chosen[1], step.words[at]) in task.left_sets
    if not left and not any(mark.startswith("?") for mark in step.marks):
        return step.words
    return (*step.words[:at], chosen[1], *step.words[at + 1 :])


def _lines(step: Operation | State, tasks: dict[str, Task]) -> tuple[list[str], list[str]]:
    """The lines that are expected, and those that the library's answers make."""
    if isinstance(step, State):
        return list(step.lines), block(tasks.values())
    task = tasks[step.task]
    try:
        task.enter()
        wanted = f"{step.call} -> {answer(step, task)}"
        got = f"{step.call} -> {perform(task, step.name, words_to_follow(step, task))}"
        return [wanted], [as_recorded(step, task, got)]
    except (ValueError, IndexError, struct.error, Refused) as error:
        return list(step.lines), [f"{step.call} cannot be replayed: {error}"]
