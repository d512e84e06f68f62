"""Goes through the rows of a file: each is prepared, called and compared, or counted as waiting for messages.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import copy
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from replay.mach import Mach, Refused

from .after import PRISTINE, after, kept
from .calls import NOT_YET, perform
from .expected import expected
from .rows import Entries, Row
from .states import NEED_MESSAGES, prepare
from .world import World


class Field(NamedTuple):
    """What of a row differs."""

    what: str
    expected: Any
    got: Any


@dataclass(frozen=True)
class Difference:
    """A row that libmach answers otherwise."""

    row: Row
    fields: list[Field]


@dataclass
class Outcome:
    """What the comparison of a file came to."""

    rows: int = 0
    replayed: int = 0
    notifications: int = 0
    waiting: Counter[str] = field(default_factory=Counter)
    policy: int = 0
    differences: list[Difference] = field(default_factory=list)


def compare(rows: Iterable[Row], mach: Mach) -> Outcome:
    outcome = Outcome()
    for row in rows:
        outcome.rows += 1
        if row.policy:
            outcome.policy += 1
        elif why := _waits(row):
            outcome.waiting[why] += 1
        else:
            outcome.replayed += 1
            outcome.notifications += row.notes
            if fields := _differing(row, mach):
                outcome.differences.append(Difference(row, fields))
    mach.reset()
    return outcome


def _waits(row: Row) -> str | None:
    """Why a row cannot be replayed yet."""
    if row.call in NOT_YET:
        return row.call
    states = {row.state, row.y} & NEED_MESSAGES
    return f"state {min(map(str, states))}" if states else None


def _prepared(row: Row, mach: Mach) -> World:
    world = World(mach)
    prepare(world, row.state, "x")
    if row.y is not None:
        prepare(world, row.y, "y")
    return world


def _differing(row: Row, mach: Mach) -> list[Field]:
    try:
        return _compare(row, mach)
    except (Refused, KeyError, TypeError, ValueError) as error:
        return [Field("the row", "can be replayed", f"{type(error).__name__}: {error}")]


def _compare(row: Row, mach: Mach) -> list[Field]:
    def run(call: str, args: dict[str, Any]) -> Entries:
        world = _prepared(row, mach)
        perform(world, call, args)
        return after(world)

    wanted = expected(row, run)
    world = _prepared(row, mach)
    result, out = perform(world, row.call, row.args)
    compared = [("result", wanted.result, result), ("out", _ordered(wanted.out), _ordered(out))]
    here, there = after(world), kept(world)
    entries = _without_kept(wanted.after, len(world.kept)) if wanted.recorded else wanted.after
    for symbol in sorted(entries.keys() | here.keys()):
        compared.append((symbol, entries.get(symbol, "nothing"), here.get(symbol, "nothing")))
    for who in row.parked.keys() & there.keys() if wanted.recorded else ():
        shown = {field: row.parked[who][field] for field in there[who]}
        compared.append((f"the receive right put away of {who}", shown, there[who]))
    return [Field(*field) for field in compared if field[1] != field[2]]


def _ordered(out: dict[str, Any]) -> dict[str, Any]:
    return out | {"members": sorted(out["members"])} if "members" in out else out


def _without_kept(entries: Entries, kept: int) -> Entries:
    """XNU's receive rights were put into messages at H, which nothing else uses; here they are in another task."""
    if kept == 0:
        return entries
    holding = copy.deepcopy(entries.get("H", PRISTINE))
    holding["st"]["mc"] -= kept
    holding["st"]["so"] -= kept
    return {symbol: entry for symbol, entry in (entries | {"H": holding}).items() if symbol != "H" or entry != PRISTINE}
