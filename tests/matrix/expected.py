"""What a row says that libmach should answer: what XNU 7195 did, or 11417 where the row says that it does otherwise.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .after import PRISTINE
from .drain import Drained
from .rows import Entries, Entry, Row, Told, Unreadable

NOTHING_CHANGED = ("as call nop in this state", "as call nop in these states")

Run = Callable[[str, dict[str, Any]], tuple[Entries, Drained]]
"""What is there after another call in the same state, and what was told then."""


@dataclass(frozen=True)
class Expectation:
    result: int
    out: dict[str, Any]
    after: Entries
    told: Drained


def expected(row: Row, run: Run) -> Expectation:
    recorded = _visible(row.after), Drained(*map(_visible_told, (row.notes, row.msgs, row.late)))
    if row.alt is None:
        return Expectation(row.result, row.out, *recorded)
    result = row.alt["result"][1]
    out = row.out if result == 0 else {}
    if row.alt["after"] == "as this row":
        return Expectation(result, out, *recorded)
    return Expectation(result, out, *_otherwise(row, row.alt["after"], run))


def _otherwise(row: Row, after: str, run: Run) -> tuple[Entries, Drained]:
    if after in NOTHING_CHANGED:
        return run("nop", {})
    if after == f"{NOTHING_CHANGED[0]}, plus note SEND_ONCE at Nc":
        entries, told = run("nop", {})
        told.notes.append({"at": "Nc", "id": "SEND_ONCE"})
        return entries | {"Nc": _one_note(PRISTINE, send_once_rights=1)}, told
    if after == f"{NOTHING_CHANGED[0]}, but y gone and note SEND_ONCE at y.r":
        entries, told = run("nop", {})
        del entries["y"]
        told.notes.append({"at": "y.r", "id": "SEND_ONCE"})
        return entries | {"y.r": _one_note(entries["y.r"], send_once_rights=0)}, told
    if after == "rights already taken are lost, as in the row with the same args and name NULL":
        return run(row.call, row.args | {"name": "NULL"})
    raise Unreadable(f"line {row.line} says of 11417 what is not known: {after!r}")


def _one_note(entry: Entry, send_once_rights: int) -> Entry:
    """A receive right with one more notification, and the send-once right that it came by where none was counted yet."""
    entry = copy.deepcopy(entry)
    entry["st"]["mc"] += 1
    entry["st"]["so"] += send_once_rights
    return entry


def _visible(entries: Entries) -> Entries:
    """Without what no call shows: that a right died and nobody looked yet, and its request then; which index a new name has."""
    return {symbol: _visible_entry(entry) for symbol, entry in entries.items()}


def _visible_told(told: list[Told]) -> list[Told]:
    return [one | {"right": _visible_entry(one["right"])} if "right" in one else one for one in told]


def _visible_entry(entry: Entry) -> Entry:
    hidden = {"lazy", "slot_of"} | ({"req"} if "lazy" in entry else set())
    shown = {field: value for field, value in entry.items() if field not in hidden}
    if "mem" in shown:
        shown["mem"] = sorted(shown["mem"])
    return shown
