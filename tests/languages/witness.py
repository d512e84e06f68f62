"""What a program releases as its language's runtime ends: the order is seen, and what is left is told by a rule.

A program owns the five kinds of right: R a receive right, S a send right to it, under the same name, O a send-once right to it,
P a set that R is in, D a dead name. In R's queue waits a message with a new receive right and a send right to R. The program
marks what is not to be judged, before and after: the making of the five first, then each use of the library meanwhile.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from pathlib import Path

from language import HERE, Workshop

OWNERS = "SROPD"
ORDERS = ["".join(order) for order in permutations(OWNERS)]
Space = dict[int, list[int]]
"""Each name, with its user references by kind, in the order of OWNERS."""


@dataclass(frozen=True)
class Line:
    owner: str
    name: int
    status: int
    space: Space


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    error: str
    processes: list[list[Line]]
    """What each of its processes released, in the order in which they began to."""


@cache
def library(workshop: Workshop) -> str:
    """By its name, beside libmachport, where the loader looks: what is preloaded is split at spaces."""
    made = workshop.libraries / "libwitness.so"
    warnings = ["-Wall", "-Wextra", "-Wconversion", "-Werror"]
    link = [f"-I{workshop.prefix / 'include'}", f"-L{workshop.libraries}", "-lmachport", "-ldl"]
    workshop.run("gcc", "-std=c11", *warnings, "-shared", "-fPIC", HERE / "witness.c", *link, "-o", made)
    return made.name


def seen(workshop: Workshop, command: Sequence[str | Path], folder: Path, *, preloads: bool = True) -> Ended:
    """The end of a program, which must not take long. Without the witness the libraries are loaded and unloaded as ever."""
    file = folder / "witness"
    file.unlink(missing_ok=True)
    witness: dict[str, str | Path] = {"LD_PRELOAD": library(workshop), "WITNESS": file} if preloads else {}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=workshop.environment(**witness),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    processes: dict[str, list[Line]] = {}
    for text in file.read_text().splitlines() if file.exists() else []:
        process, letter, name, status, *held = text.split()
        pairs = (entry.split("=") for entry in held)
        space = {int(name): [int(urefs) for urefs in counts.split(",")] for name, counts in pairs}
        processes.setdefault(process, []).append(Line(letter.upper(), int(name), int(status), space))
    return Ended(done.returncode, done.stdout, done.stderr, list(processes.values()))


def left(begin: Space, names: dict[str, int], released: str) -> Space:
    """What the name space holds when some of the five are released: what leads to a port that died is a dead name."""
    space = {name: list(urefs) for name, urefs in begin.items()}
    for owner in set(OWNERS) - set(released):
        kind = "D" if owner in "SO" and "R" in released else owner
        space.setdefault(names[owner], [0] * len(OWNERS))[OWNERS.index(kind)] += 1
    return space


def runs(lines: Sequence[Line]) -> list[list[Line]]:
    """Of a process that makes the five again and again: it marks each time by no send-once right that it releases."""
    starts = [place for place, line in enumerate(lines) if line.owner == "O" and line.name == 0]
    return [list(lines[start + 1 : end]) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def unmarked(lines: Iterable[Line]) -> Iterator[Line]:
    """Less what lies between marks."""
    is_between = False
    for line in lines:
        is_mark = line.owner == "P" and line.name == 0
        is_between ^= is_mark
        if not is_between and not is_mark:
            yield line


def released(lines: Sequence[Line]) -> str:
    """The order in which the five were released, each at most once. After each, and at the end, the name space holds what the
    rule says."""
    marks = [line for line in lines if line.owner == "P" and line.name == 0]
    assert len(marks) % 2 == 0
    begin, made = marks[0].space, marks[1].space
    names = {owner: name for name in made.keys() - begin.keys() for owner, urefs in zip(OWNERS, made[name], strict=True) if urefs}
    assert made == left(begin, names, "")
    assert names["R"] == names["S"]
    assert len(set(names.values())) == len(OWNERS) - 1
    order = ""
    for line in unmarked(lines):
        assert line.status == 0
        if line.owner != ".":
            assert line.name == names[line.owner]
            assert line.owner not in order
            order += line.owner
        assert line.space == left(begin, names, order)
    for before, after in zip(marks[2::2], marks[3::2], strict=True):
        assert before.space == after.space
    return order


def has_used(lines: Sequence[Line]) -> bool:
    """Whether it used the library once the five had been made."""
    return sum(line.owner == "P" and line.name == 0 for line in lines) > 2
