"""Arguments that fit no parameter: each function of the definition is given one at each place, and must refuse it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "bindings"))

from machport_gen import ir, shape  # noqa: E402

WIDTHS = {ir.SIZE: (0, 2**64 - 1)} | ir.SCALARS
BAD_FOR = {
    "integer": ("below", "above", "text", "nothing"),
    "bytes": ("number", "nothing"),
    "struct": ("number", "text"),
    "structs": ("number", "nothing"),
}
"""What fits no input of a form. `below` and `above` are just beyond the range of its type."""


@dataclass(frozen=True)
class Argument:
    """What stands at one place of a call: a form of shape.Value, and what is wrong with it, if anything is."""

    name: str
    form: str
    scalar: str = ""
    struct: str = ""
    bad: str = ""

    @property
    def number(self) -> int:
        """What an integer is, or what is beyond its range."""
        lowest, highest = WIDTHS.get(self.scalar, (0, 0))
        return {"below": lowest - 1, "above": highest + 1}.get(self.bad, 0)


@dataclass(frozen=True)
class Case:
    """A call with one bad argument; or, where `arguments` are one too few or too many, with the wrong number of them."""

    number: int
    function: str
    arguments: tuple[Argument, ...]
    what: str


def cases(definition: ir.Definition | None = None) -> list[Case]:
    known = definition or ir.loads((ROOT / "abi" / "machport.json").read_text(encoding="utf-8"))
    found: list[Case] = []
    for call in shape.calls(known):
        good = [Argument(v.param.name, v.form, v.scalar, v.struct) for v in call.inputs]
        for place, argument in enumerate(good):
            for bad in BAD_FOR[argument.form]:
                wrong = Argument(argument.name, argument.form, argument.scalar, argument.struct, bad)
                _add(found, call, [*good[:place], wrong, *good[place + 1 :]], f"{argument.name}: {bad}")
        _add(found, call, [*good, Argument("more", "integer", "uint32_t")], "one argument too many")
        if good:
            _add(found, call, good[:-1], "one argument too few")
    return found


def _add(found: list[Case], call: shape.Call, arguments: list[Argument], what: str) -> None:
    found.append(Case(len(found), call.function.name, tuple(arguments), what))
