"""The table: what each language was seen to do. `make test-languages` prints it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import bad_inputs
from judge import Judge, ports
from language import WORK, built, languages
from observation import Observation, parse
from resolved import resolved
from test_verbs import DEFINED, KNOWN, SLICE, UNOBSERVABLE, VECTORS, VERBS
from vector_definition import Definition

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
    workshop, language = built(key), languages()[key]
    command = [*language.runner(workshop)]
    if language.falsified is None:
        file = WORK / f"vectors{'.falsified' if falsify else ''}.json"
        file.write_text(json.dumps(resolved("embedded", falsify or None)), encoding="utf-8")
        command.append(file)
    elif falsify:
        command = [*language.falsified(workshop, falsify)]
    done = subprocess.run(
        list(map(str, command)),
        cwd=workshop.folder,
        env=workshop.environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return Ran([*done.stdout.splitlines()], done.returncode)


@cache
def refused(key: str) -> frozenset[int]:
    return frozenset(languages()[key].refused(built(key), CASES))


def lies(observed: Iterable[Observation], known: Definition = KNOWN) -> list[str]:
    """Where a definition's verbs say something else than what was measured."""
    return Judge(known, {key: port.verb for key, port in ports(known).items()}).contradictions(observed)


def proven(observed: list[Observation]) -> set[tuple[str, str]]:
    """The ports whose verb is what was measured, while every other verb in its place is contradicted."""
    true = set(lies(observed))
    vectors = {function: {each.vector for each in observed if each.function == function} for function, _ in SLICE}

    def caught(key: tuple[str, str], verb: str) -> bool:
        """By the vectors that call its function: to the others it is no other definition."""
        calling = (each for each in observed if each.vector in vectors[key[0]])
        return bool(set(Judge(KNOWN, DEFINED | {key: verb}).contradictions(calling)) - true)

    return {
        key
        for key, port in SLICE.items()
        if not any(f", {key[0]}, {key[1]}: " in lie for lie in true)
        and all(caught(key, verb) for verb in VERBS[port.direction] if verb != port.verb and (*key, verb) not in UNOBSERVABLE)
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
            "verbs": (len(proven(ran(key).observed)), len(SLICE)),
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
