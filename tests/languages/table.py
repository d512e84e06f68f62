"""The table: what each language was seen to do. `make test-languages` prints it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import bad_inputs
import plan
from judge import DEFINITION, Observation, contradictions, parse, ports
from language import WORK, built, languages
from test_verbs import UNOBSERVABLE, VERBS
from vector_table import definition, falsified, load

KNOWN = definition("embedded")
VECTORS = load("embedded", KNOWN)
FALSIFIED = "send_right/dup adds one user reference under the same name"
CASES = bad_inputs.cases()
shown: set[str] = set()
"""The languages whose row was made: the table below the tests shows these."""
COLUMNS = ("language", "route", "vectors", "verbs", "bad inputs", "toolchain")


@dataclass(frozen=True)
class Ran:
    """What a runner printed."""

    lines: list[str]
    code: int

    @property
    def failures(self) -> list[str]:
        return [line for line in self.lines if line.startswith("FAILED")]

    @property
    def passed(self) -> int:
        words = self.lines[-1].split() if self.lines else []
        return int(words[0]) if len(words) == 4 and words[1] == "passed," else 0

    @property
    def observed(self) -> list[Observation]:
        return parse(self.lines)


@cache
def ran(key: str, falsify: str = "") -> Ran:
    """A language's runner over every vector, or over those of which one counts wrongly."""
    vectors = falsified(VECTORS, falsify) if falsify else VECTORS
    file = plan.write(WORK / f"vectors{'.falsified' if falsify else ''}.json", vectors, KNOWN)
    workshop = built(key)
    command = [str(word) for word in (*languages()[key].runner(workshop), file)]
    done = subprocess.run(
        command, cwd=workshop.folder, env=workshop.environment(), capture_output=True, text=True, timeout=300, check=False
    )
    return Ran([*done.stdout.splitlines()], done.returncode)


@cache
def refused(key: str) -> frozenset[int]:
    return frozenset(languages()[key].refused(built(key), CASES))


def lies(observed: Iterable[Observation], file: Path = DEFINITION) -> list[str]:
    """Where a definition's verbs say something else than what was measured."""
    known = ports(file)
    return contradictions(observed, known, {port: said.verb for port, said in known.items()})


def proven(observed: list[Observation]) -> set[tuple[str, str]]:
    """The ports whose verb is what was measured, while every other verb in its place is contradicted."""
    known = ports()
    verbs = {port: said.verb for port, said in known.items()}
    true = set(contradictions(observed, known, verbs))

    def caught(port: tuple[str, str], verb: str) -> bool:
        return bool(set(contradictions(observed, known, verbs | {port: verb})) - true)

    return {
        port
        for port, said in known.items()
        if not any(f", {port[0]}, {port[1]}: " in lie for lie in true)
        and all(caught(port, verb) for verb in VERBS[said.direction] if verb != said.verb and (*port, verb) not in UNOBSERVABLE)
    }


@dataclass(frozen=True)
class Row:
    """A language's line: what was reached of what there is."""

    name: str
    route: str
    toolchain: str
    reached: dict[str, tuple[int, int]] = field(default_factory=dict)
    holes: dict[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> list[str]:
        counted = [f"{self.reached[column][0]} of {self.reached[column][1]}" for column in COLUMNS[2:5]]
        return [self.name, self.route, *counted, self.toolchain]


@cache
def row(key: str) -> Row:
    language = languages()[key]
    told = built(key).run(*language.version).splitlines()
    return Row(
        language.name,
        language.route,
        told[0] if told else "unknown",
        {
            "vectors": (ran(key).passed, len(VECTORS)),
            "verbs": (len(proven(ran(key).observed)), len(ports())),
            "bad inputs": (len(refused(key)), len(CASES)),
        },
        dict(language.holes),
    )


def text(rows: list[Row]) -> str:
    cells = [list(COLUMNS), *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(COLUMNS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    holes = [f"{row.name}: {column}: {why}" for row in rows for column, why in row.holes.items()]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:], *holes])
