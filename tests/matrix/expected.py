"""What a row says that libmach should answer: what XNU 7195 did, or 11417 where the row says that it does otherwise.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .after import PRISTINE
from .rows import Entries, Entry, Row, Unreadable

NOTHING_CHANGED = ("as call nop in this state", "as call nop in these states")

Run = Callable[[str, dict[str, Any]], Entries]
"""What is there after another call in the same state."""


@dataclass(frozen=True)
class Expectation:
    result: int
    out: dict[str, Any]
    after: Entries
    recorded: bool
    """Whether the entries are those that were recorded, and not libmach's own in a state that should be the same."""


def expected(row: Row, run: Run) -> Expectation:
    if row.alt is None:
        return Expectation(row.result, row.out, _visible(row.after), recorded=True)
    result = row.alt["result"][1]
    out = row.out if result == 0 else {}
    if row.alt["after"] == "as this row":
        return Expectation(result, out, _visible(row.after), recorded=True)
    return Expectation(result, out, _otherwise(row, row.alt["after"], run), recorded=False)


def _otherwise(row: Row, after: str, run: Run) -> Entries:
    if after in NOTHING_CHANGED:
        return run("nop", {})
    if after == f"{NOTHING_CHANGED[0]}, plus note SEND_ONCE at Nc":
        return run("nop", {}) | {"Nc": _one_note(PRISTINE, send_once_rights=1)}
    if after == f"{NOTHING_CHANGED[0]}, but y gone and note SEND_ONCE at y.r":
        entries = run("nop", {})
        del entries["y"]
        return entries | {"y.r": _one_note(entries["y.r"], send_once_rights=0)}
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


def _visible_entry(entry: Entry) -> Entry:
    hidden = {"lazy", "slot_of"} | ({"req"} if "lazy" in entry else set())
    shown = {field: value for field, value in entry.items() if field not in hidden}
    if "mem" in shown:
        shown["mem"] = sorted(shown["mem"])
    return shown
