"""Goes through the rows of a file: each is prepared, called and compared.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from replay.mach import Mach, Refused

from .after import after
from .calls import perform
from .drain import Drained, drain
from .expected import expected
from .rows import Entries, Row, Told
from .states import prepare
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
    messages: int = 0
    policy: int = 0
    differences: list[Difference] = field(default_factory=list)


def compare(rows: Iterable[Row], mach: Mach) -> Outcome:
    outcome = Outcome()
    for row in rows:
        outcome.rows += 1
        if row.policy:
            outcome.policy += 1
        else:
            outcome.replayed += 1
            outcome.notifications += len(row.notes) + len(row.late)
            outcome.messages += len(row.msgs)
            if fields := _differing(row, mach):
                outcome.differences.append(Difference(row, fields))
    mach.reset()
    return outcome


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
    def run(call: str, args: dict[str, Any]) -> tuple[Entries, Drained]:
        world = _prepared(row, mach)
        perform(world, call, args)
        return after(world), drain(world)

    wanted = expected(row, run)
    world = _prepared(row, mach)
    result, out = perform(world, row.call, row.args)
    here, told = after(world), drain(world)
    compared = [("result", wanted.result, result), ("out", _ordered(wanted.out), _ordered(out))]
    for symbol in sorted(wanted.after.keys() | here.keys()):
        compared.append((symbol, wanted.after.get(symbol, "nothing"), here.get(symbol, "nothing")))
    for what in ("notes", "msgs", "late"):
        compared.append((what, _by_port(getattr(wanted.told, what)), _by_port(getattr(told, what))))
    return [Field(*field) for field in compared if field[1] != field[2]]


def _ordered(out: dict[str, Any]) -> dict[str, Any]:
    return out | {"members": sorted(out["members"])} if "members" in out else out


def _by_port(told: list[Told]) -> dict[str, list[Told]]:
    ports: dict[str, list[Told]] = {}
    for one in told:
        ports.setdefault(one["at"], []).append(one)
    return ports
