"""Runs the vectors through one of the Python layers, with the words and the observation log of the C runner.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from machport.error import MachError
from vector_table import KINDS, Definition, Step, Value, Vector, definition, falsified, load

LAYERS = ("swig", "cffi")
LETTERS = dict(zip(KINDS, "sropd", strict=True))
NULL, DEAD = 0, 0xFFFFFFFF

View = dict[int, dict[str, int]]
"""The user references of each name of a space, by kind."""


class Failure(Exception):
    """A vector's expectation that did not hold."""


@dataclass
class Outcome:
    """What a call came to."""

    status: int = 0
    returned: Any = None
    out: dict[str, Any] = field(default_factory=dict)


class Layer:
    """One layer: the ABI, and beside it the interface of the embedded Mach."""

    def __init__(self, name: str, known: Definition) -> None:
        self.known = known
        self.raw = importlib.import_module(f"machport.raw.{name}")
        self.embedded = importlib.import_module(f"machport.raw.embedded_{name}")

    def function(self, name: str) -> Callable[..., Any]:
        found: Callable[..., Any] = getattr(self.embedded if name.startswith("mach_embedded_") else self.raw, name)
        return found

    def call(self, function: dict[str, Any], args: dict[str, int]) -> Outcome:
        """Makes a call as the layers' rules say: inputs in C order, outputs back, a MachError where it fails."""
        params = function["params"]
        outs = [param["name"] for param in params if param["direction"] != "in"]
        try:
            given = self.function(function["name"])(*(args[param["name"]] for param in params if param["direction"] == "in"))
            status = 0
        except MachError as error:
            given, status = error.results, error.status
        if function["returns"] != "machport_status_t":
            return Outcome(returned=given)
        results = given if len(outs) > 1 else (given,) if outs else ()
        return Outcome(status, out=dict(zip(outs, results, strict=True)))

    def view(self) -> View:
        count = self.raw.machport_space_names(0)[-1]
        names = self.raw.machport_space_names(count)[0]
        kinds = [(kind, self.known.constants[f"MACHPORT_KIND_{kind.upper()}"]) for kind in KINDS]
        urefs = self.raw.machport_urefs
        return {name: {kind: n for kind, number in kinds if (n := urefs(name, number))} for name in names}


class Run:
    """One vector under way."""

    def __init__(self, layer: Layer, vector: Vector, say: Callable[[str], None]) -> None:
        self.layer, self.vector, self.say = layer, vector, say
        self.slots: dict[str, Any] = {}

    def run(self) -> None:
        """Raises Failure where the vector does not hold."""
        first = self.layer.view()
        for number, step in enumerate(self.vector.steps, 1):
            if step.needs_pointers:
                continue
            try:
                self._step(number, step)
            except Failure as failure:
                raise Failure(f"{self.vector.name}, {step.function['name']}: {failure} (step {number})") from None
        if (last := self.layer.view()) != first:
            changed = {name for name in first | last if first.get(name) != last.get(name)}
            held = ", ".join(f"{name} holds {last.get(name, {})}, not {first.get(name, {})}" for name in sorted(changed))
            raise Failure(f"{self.vector.name}, the space: {held} (step {len(self.vector.steps)})")

    def _step(self, number: int, step: Step) -> None:
        args = {name: self._number(value) for name, value in step.args.items()}
        for _ in range(step.repeat - 1):
            self._check_status(step, self.layer.call(step.function, args))
        before = self.layer.view() if step.observed else {}
        outcome = self.layer.call(step.function, args)
        after = self.layer.view() if step.observed else {}
        if step.observed:
            self._log(number, step, args, outcome, before, after)
        self._check_status(step, outcome)
        if step.returns is not None:
            self._compare("the result", step.returns, outcome.returned)
        for param in step.function["params"]:
            if param["name"] in outcome.out and not param.get("sized_by"):
                self._check_result(param, outcome, step.out.get(param["name"]))
        for row in step.rows:
            wanted = tuple(self._number(value) for value in row.values())
            if wanted not in zip(*(outcome.out[name] for name in row), strict=True):
                raise Failure("a row is not in the arrays")
        for slot, counts in step.counts.items():
            if (got := after.get(self.slots[slot], {})) != counts:
                raise Failure(f"the name {self.slots[slot]} must hold {counts}, not {got}")

    def _log(self, number: int, step: Step, args: dict[str, int], outcome: Outcome, before: View, after: View) -> None:
        status = self.layer.raw.machport_status_name(outcome.status) if step.function["returns"] == "machport_status_t" else "-"
        names = []
        for param in step.function["params"]:
            if not param.get("kind"):
                continue
            value = (args | outcome.out)[param["name"]]
            for name in value if isinstance(value, list) else [value]:
                held = before.get(name, {})
                units = sum(held.values()), sum(after.get(name, {}).values())
                kinds = "".join(LETTERS[kind] for kind in KINDS if kind in held) or "-"
                names.append(f"{param['name']}={name}:{units[0]}:{units[1]}:{kinds}")
        self.say("\t".join(["call", self.vector.name, str(number), step.function["name"], status, *names]))

    def _check_status(self, step: Step, outcome: Outcome) -> None:
        if outcome.status != self.layer.known.statuses[step.status]:
            raise Failure(f"the status must be {step.status}, not {self.layer.raw.machport_status_name(outcome.status)}")

    def _check_result(self, param: dict[str, Any], outcome: Outcome, expected: Value | None) -> None:
        name, got = param["name"], outcome.out[param["name"]]
        if param.get("verb") == "owned":
            if outcome.status and got != NULL:
                raise Failure(f"{name} is owned and must be NULL after a failure")
            nothing = [value for value, allowed in ((NULL, "nullable"), (DEAD, "maybe_dead")) if not param.get(allowed)]
            if not outcome.status and got in nothing:
                raise Failure(f"{name} is owned and must be a name after success")
        if expected is not None:
            self._compare(name, expected, got)

    def _compare(self, what: str, expected: Value, got: Any) -> None:
        if expected.form == "bind":
            self.slots[expected.slot] = got
            return
        wanted = expected.text if expected.form == "text" else self._number(expected)
        if (wanted == got) == expected.other:
            raise Failure(f"{what} must not be {wanted}" if expected.other else f"{what} must be {wanted}, not {got}")

    def _number(self, value: Value) -> int:
        return int(self.slots[value.slot]) + value.number if value.form == "slot" else value.number


def run(layer: Layer, vector: Vector, say: Callable[[str], None] = lambda line: None) -> None:
    """Runs one vector, gives each line of the observation log to say, and raises Failure where the vector does not hold."""
    Run(layer, vector, say).run()


def run_all(layer: Layer, vectors: list[Vector]) -> Iterator[str]:
    """The lines that the C runner prints."""
    counts: dict[bool, int] = defaultdict(int)
    for vector in vectors:
        lines: list[str] = []
        try:
            run(layer, vector, lines.append)
            passed = True
        except Failure as failure:
            lines.append(f"FAILED {failure}")
            passed = False
        counts[passed] += 1
        yield from lines
    yield f"{counts[True]} passed, {counts[False]} failed"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layer", choices=LAYERS, required=True)
    parser.add_argument("--falsify", metavar="VECTOR", help="make one count of this vector wrong")
    parser.add_argument("filter", nargs="?", default="", help="part of a vector's name")
    options = parser.parse_args()
    known = definition("embedded")
    vectors = load("embedded", known)
    if options.falsify:
        vectors = falsified(vectors, options.falsify)
    last = ""
    for last in run_all(Layer(options.layer, known), [vector for vector in vectors if options.filter in vector.name]):
        print(last)
    sys.exit(not last.endswith(" 0 failed"))


if __name__ == "__main__":
    main()
