"""What a runner's log says of each call: which names it was given and gave back, and how many units each held.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

SUCCESS = ("KERN_SUCCESS", "-")
HELD = {"send": "sd", "send_once": "od", "receive": "r", "port_set": "p", "dead_name": "d"}
"""By which kinds a name holds a unit of a parameter's kind: a send or send-once right may have died under its owner."""


@dataclass(frozen=True)
class Use:
    """A name in a call: its units before and after, and the kinds that it held before. path: the parameter, or the field
    of its struct, `rights.name`. element: the struct that it stands in, `rights[0]`. back: it was given, and this is what
    came back in its place."""

    path: str
    element: str
    back: bool
    name: int
    before: int
    after: int
    kinds: str

    def holds(self, kind: str) -> bool:
        return self.before > 0 and any(letter in self.kinds for letter in HELD.get(kind, self.kinds))


@dataclass(frozen=True)
class Observation:
    """numbers: those of the structs, by label and whether they came back."""

    vector: str
    step: int
    function: str
    status: str
    uses: tuple[Use, ...]
    numbers: dict[tuple[str, bool], int] = field(default_factory=dict)

    @property
    def success(self) -> bool:
        return self.status in SUCCESS

    def number(self, use: Use, name: str, back: bool = False) -> int | None:
        """Another number of the struct that a name stands in."""
        return self.numbers.get((f"{use.element}.{name}", back))


def parse(lines: Iterable[str]) -> list[Observation]:
    """The observations of a runner's output; its other lines are for people."""
    observations = []
    for line in lines:
        word, *fields = line.rstrip("\r\n").split("\t")
        if word != "call":
            continue
        vector, step, function, status, *told = fields
        uses: list[Use] = []
        numbers: dict[tuple[str, bool], int] = {}
        for each in told:
            label, sign, value = re.split("([=>])", each, maxsplit=1)
            if ":" in value:
                uses.append(_use(label, sign == ">", value))
            else:
                numbers[label, sign == ">"] = int(value)
        observations.append(Observation(vector, int(step), function, status, tuple(uses), numbers))
    return observations


def _use(label: str, back: bool, value: str) -> Use:
    name, before, after, kinds = value.split(":")
    path = re.sub(r"\[\d+\]", "", label)
    return Use(path, label.rpartition(".")[0], back, int(name), int(before), int(after), "" if kinds == "-" else kinds)
