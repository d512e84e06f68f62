"""Runs the vectors through one of the Python layers, with the words and the observation log of the C runner.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import argparse
import importlib
import struct
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import Any

from machport.error import MachError
from vector_definition import Definition, Field, Function, Parameter, Struct, definition
from vector_table import KINDS, MACHS, Step, Vector, falsified, load
from vector_value import Value

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
    """One layer: the ABI, and beside it the interface of the embedded Mach, where there is one."""

    def __init__(self, name: str, known: Definition) -> None:
        self.name, self.known = name, known
        self.raw = importlib.import_module(f"machport.raw.{name}")

    @cached_property
    def embedded(self) -> ModuleType:
        return importlib.import_module(f"machport.raw.embedded_{self.name}")

    def function(self, name: str) -> Callable[..., Any]:
        found: Callable[..., Any] = getattr(self.embedded if name.startswith("mach_embedded_") else self.raw, name)
        return found

    def call(self, function: Function, args: dict[str, Any]) -> Outcome:
        """Makes a call as the layers' rules say: inputs in C order, outputs back, a MachError where it fails."""
        given = [args[each.name] for each in function.parameters if each.given and each.name not in function.sizes]
        outs = [each.name for each in function.parameters if each.written]
        try:
            got = self.function(function.name)(*given)
            status = 0
        except MachError as error:
            got, status = error.results, error.status
        if function.returns != "status":
            return Outcome(returned=got)
        results = got if len(outs) > 1 else (got,) if outs else ()
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
        self.kept: dict[str, bytes] = {}

    def run(self) -> None:
        """Raises Failure where the vector does not hold."""
        first = self.layer.view()
        for number, step in enumerate(self.vector.steps, 1):
            if step.needs_pointers:
                continue
            try:
                self._step(number, step)
            except Failure as failure:
                raise Failure(f"{self.vector.name}, {step.function.name}: {failure} (step {number})") from None
        if (last := self.layer.view()) != first:
            changed = {name for name in first | last if first.get(name) != last.get(name)}
            held = ", ".join(f"{name} holds {last.get(name, {})}, not {first.get(name, {})}" for name in sorted(changed))
            raise Failure(f"{self.vector.name}, the space: {held} (step {len(self.vector.steps)})")

    def _step(self, number: int, step: Step) -> None:
        args = {each.name: self._argument(each, step.args.get(each.name)) for each in step.function.parameters if each.given}
        for _ in range(step.repeat - 1):
            self._check_status(step, self.layer.call(step.function, args))
        before = self.layer.view() if step.observed else {}
        outcome = self.layer.call(step.function, args)
        after = self.layer.view() if step.observed else {}
        if not step.arrays_are_told:
            outcome.out |= {each.name: [] for each in step.function.parameters if each.counted_by}
        if step.observed:
            self._log(number, step, args, outcome, before, after)
        self._check_status(step, outcome)
        if step.returns is not None:
            self._compare("the result", step.returns, outcome.returned)
        for parameter in step.function.parameters:
            if parameter.name in outcome.out and parameter.shape != "array":
                self._check_result(parameter, outcome, step.out.get(parameter.name))
        for row in step.rows:
            wanted = tuple(self._number(value) for value in row.values())
            if wanted not in zip(*(outcome.out[name] for name in row), strict=True):
                raise Failure("a row is not in the arrays")
        for slot, counts in step.counts.items():
            if (got := after.get(self.slots[slot], {})) != counts:
                raise Failure(f"the name {self.slots[slot]} must hold {counts}, not {got}")

    def _log(self, number: int, step: Step, args: dict[str, Any], outcome: Outcome, before: View, after: View) -> None:
        status = self.layer.raw.machport_status_name(outcome.status) if step.function.returns == "status" else "-"
        told = []
        for parameter in step.function.parameters:
            signed = [("=", args)] if parameter.given else []
            signed += [(">" if parameter.given else "=", outcome.out)] if parameter.name in outcome.out else []
            for sign, values in signed:
                for label, name, what in _labelled(parameter, values[parameter.name]):
                    if not what.verb and what.type != "u32":
                        continue
                    held = before.get(name, {})
                    units = sum(held.values()), sum(after.get(name, {}).values())
                    kinds = "".join(LETTERS[kind] for kind in KINDS if kind in held) or "-"
                    told.append(f"{label}{sign}{name}" + (f":{units[0]}:{units[1]}:{kinds}" if what.verb else ""))
        self.say("\t".join(["call", self.vector.name, str(number), step.function.name, status, *told]))

    def _check_status(self, step: Step, outcome: Outcome) -> None:
        if outcome.status != self.layer.known.statuses[step.status]:
            raise Failure(f"the status must be {step.status}, not {self.layer.raw.machport_status_name(outcome.status)}")

    def _check_result(self, parameter: Parameter, outcome: Outcome, expected: Value | None) -> None:
        name, got = parameter.name, outcome.out[parameter.name]
        if parameter.verb == "owned" and parameter.shape == "scalar":
            if outcome.status and got != NULL:
                raise Failure(f"{name} is owned and must be NULL after a failure")
            nothing = [value for value, allowed in ((NULL, parameter.nullable), (DEAD, parameter.maybe_dead)) if not allowed]
            if not outcome.status and got in nothing:
                raise Failure(f"{name} is owned and must be a name after success")
        if expected is None:
            return
        if expected.form in ("parts", "hex", "keep"):
            self._check_parts(parameter, expected, got)
        else:
            self._compare(name, expected, got)

    def _check_parts(self, parameter: Parameter, expected: Value, got: Any) -> None:
        """The numbers of structs; or bytes, by their words."""
        if expected.form == "keep":
            self.kept[expected.slot] = got
        elif expected.form == "hex":
            self._compare(parameter.name, Value("text", text=expected.text), got.hex())
        elif parameter.shape == "bytes":
            words = struct.unpack(f"={len(expected.parts)}I", got) if len(got) == 4 * len(expected.parts) else None
            self._compare_all(parameter.name, expected.parts, words)
        else:
            labelled = list(_labelled(parameter, got))
            self._compare_all(parameter.name, expected.parts, [each[1] for each in labelled], [each[0] for each in labelled])

    def _compare_all(self, name: str, expected: Sequence[Value], got: Sequence[int] | None, labels: Sequence[str] = ()) -> None:
        if got is None or len(got) != len(expected):
            raise Failure(f"{name}: there must be {len(expected)} numbers")
        for place, (value, number) in enumerate(zip(expected, got, strict=True)):
            self._compare(labels[place] if labels else f"{name}[{place}]", value, number)

    def _compare(self, what: str, expected: Value, got: Any) -> None:
        if expected.form == "any":
            return
        if expected.form == "bind":
            self.slots[expected.slot] = got
            return
        wanted = expected.text if expected.form == "text" else self._number(expected)
        if (wanted == got) == expected.other:
            raise Failure(f"{what} must not be {wanted}" if expected.other else f"{what} must be {wanted}, not {got}")

    def _number(self, value: Value) -> int:
        return int(self.slots[value.slot]) + value.number if value.form == "slot" else value.number

    def _argument(self, parameter: Parameter, value: Value | None) -> Any:
        """As the layers take it: bytes, structs as the sequence of their fields, None for no struct."""
        if value is None or value.form == "null":
            return None
        if parameter.shape == "bytes":
            return self._bytes(value)
        if parameter.struct is None:
            return self._number(value)
        numbers = [self._number(part) for part in value.parts]
        size = len(parameter.struct.fields)
        structs = [nested(parameter.struct, numbers[at : at + size]) for at in range(0, len(numbers), size)]
        return structs if parameter.shape == "structs" else structs[0]

    def _bytes(self, value: Value) -> bytes:
        if value.form == "bytes":
            return self.kept[value.slot]
        if value.form == "parts":
            return struct.pack(f"={len(value.parts)}I", *map(self._number, value.parts))
        return bytes(value.number) if value.form == "zeros" else bytes.fromhex(value.text)


def nested(shape: Struct, numbers: Sequence[int]) -> tuple[Any, ...]:
    """The numbers of a struct with those of a struct inside it in a tuple of their own."""
    inner: dict[str, list[int]] = defaultdict(list)
    for path, number in zip(shape.paths, numbers, strict=True):
        inner[path.partition(".")[0]].append(number)
    nested = {path.partition(".")[0] for path in shape.paths if "." in path}
    return tuple(tuple(each) if name in nested else each[0] for name, each in inner.items())


def _flat(value: Any) -> Iterator[int]:
    for each in value:
        yield from _flat(each) if isinstance(each, tuple) else (each,)


def _labelled(parameter: Parameter, value: Any) -> Iterator[tuple[str, int, Field]]:
    """What the log says of a parameter that is a name or a struct: each label, with the number and what it is."""
    if parameter.struct is None:
        if parameter.verb:
            field = Field("", parameter.type, parameter.verb)
            yield from ((parameter.name, each, field) for each in (value if isinstance(value, list) else [value]))
        return
    if value is None:
        return
    for place, each in enumerate(value if parameter.shape == "structs" else [value]):
        label = f"{parameter.name}[{place}]" if parameter.shape == "structs" else parameter.name
        for field, number in zip(parameter.struct.fields, _flat(each), strict=True):
            yield f"{label}.{field.path}", number, field


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
    parser.add_argument("--mach", choices=MACHS, default="embedded", help="the one that the layer stands on")
    parser.add_argument("--falsify", metavar="VECTOR", help="make one count of this vector wrong")
    parser.add_argument("filter", nargs="?", default="", help="part of a vector's name")
    options = parser.parse_args()
    known = definition(options.mach)
    vectors = load(options.mach, known)
    if options.falsify:
        vectors = falsified(vectors, options.falsify)
    last = ""
    for last in run_all(Layer(options.layer, known), [vector for vector in vectors if options.filter in vector.name]):
        print(last)
    sys.exit(not last.endswith(" 0 failed"))


if __name__ == "__main__":
    main()
