"""The rows of a matrix file, MATRIX.md 1.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Entry = dict[str, Any]
"""What a row says of one name: the fields of MATRIX.md 3 less `n`."""
Entries = dict[str, Entry]
"""By symbol."""
Told = dict[str, Any]
"""A notification or another message, as it was received at the end: MATRIX.md 4."""


class Unreadable(Exception):
    """A line that is no row."""


@dataclass(frozen=True)
class Row:
    line: int
    call: str
    args: dict[str, Any]
    state: str
    y: str | None
    result: int
    out: dict[str, Any]
    after: Entries
    notes: list[Told]
    msgs: list[Told]
    late: list[Told]
    policy: bool
    alt: dict[str, Any] | None

    def __str__(self) -> str:
        subjects = self.state if self.y is None else f"{self.state}, y = {self.y}"
        args = ", ".join(f"{name}={value}" for name, value in self.args.items())
        return f"line {self.line}: {self.call}({args}), x = {subjects}"


def read(path: Path) -> Iterator[Row]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        number = 0
        for number, line in enumerate(file, 1):
            try:
                yield _row(number, json.loads(line))
            except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
                raise Unreadable(f"line {number} is no row: {error!r}") from error
        if number == 0:
            raise Unreadable("it holds no row")


def _row(line: int, read: dict[str, Any]) -> Row:
    return Row(
        line=line,
        call=read["call"],
        args=read["args"],
        state=read["state"],
        y=read.get("y"),
        result=read["result"][1],
        out=read["out"],
        after=_entries(read["after"]),
        notes=read["notes"],
        msgs=read.get("msgs", []),
        late=read.get("late", []),
        policy="policy" in read,
        alt=read.get("alt"),
    )


def _entries(entries: list[Entry]) -> Entries:
    return {entry["n"]: {field: value for field, value in entry.items() if field != "n"} for entry in entries}
