"""Prints the vectors of a Mach as one table for a runner in whatever language: `python tests/vectors/resolved.py MACH`.

SPDX-License-Identifier: MIT OR Apache-2.0

Every word is a number, every parameter has its place; README.md says how to read it. What vector_value.py, vector_definition.py
and vector_table.py call a thing, the table calls it too.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from vector_definition import Definition, Field, Function, Parameter, definition
from vector_table import KINDS, MACHS, Step, Vector, falsified, load
from vector_value import ANY, Value


def resolved(mach: str, falsify: str | None = None) -> dict[str, Any]:
    """The table; falsify names a vector of which one expectation is made wrong."""
    known = definition(mach)
    vectors = load(mach, known)
    if falsify:
        vectors = falsified(vectors, falsify)
    functions = {step.function.name: step.function for vector in vectors for step in vector.steps}
    return {
        "mach": mach,
        "kinds": KINDS,
        "functions": [_function(function) for function in functions.values()],
        "vectors": [_vector(vector, known) for vector in vectors],
    }


def _slots(vector: Vector) -> tuple[dict[str, int], dict[str, int]]:
    """The slots of a vector by the order in which they are filled: those of numbers, and those of bytes."""
    numbers: dict[str, int] = {}
    kept: dict[str, int] = {}
    for step in vector.steps:
        for value in (*step.out.values(), *([step.returns] if step.returns else [])):
            for each in (value, *value.parts):
                if each.form == "bind":
                    numbers.setdefault(each.slot, len(numbers))
                elif each.form == "keep":
                    kept.setdefault(each.slot, len(kept))
    return numbers, kept


def _function(function: Function) -> dict[str, Any]:
    parameters = [_parameter(function, parameter) for parameter in function.parameters]
    return {"name": function.name, "returns": function.returns, "parameters": parameters}


def _parameter(function: Function, parameter: Parameter) -> dict[str, Any]:
    names = [each.name for each in function.parameters]
    counter, _, path = parameter.counted_by.partition(".")
    struct = function.parameter(counter).struct if counter else None
    scalar = Field("", parameter.type, parameter.verb, parameter.nullable, parameter.maybe_dead)
    fields = parameter.struct.fields if parameter.struct else (scalar,) if parameter.type else ()
    return {
        "name": parameter.name,
        "role": parameter.role,
        "shape": parameter.shape,
        "struct": parameter.struct.name if parameter.struct else None,
        "sized": bool(parameter.struct and parameter.struct.sized),
        "fields": [_field(field, parameter) for field in fields],
        "sized_by": names.index(parameter.sized_by) if parameter.sized_by else None,
        "counted_by": [names.index(counter), struct.paths.index(path) if struct else 0] if counter else None,
    }


def _field(field: Field, parameter: Parameter) -> dict[str, Any]:
    return {
        "path": field.path,
        "type": field.type,
        "port": bool(field.verb),
        "owned": field.verb == "owned" and not parameter.struct,
        "nullable": field.nullable,
        "maybe_dead": field.maybe_dead,
    }


def _vector(vector: Vector, known: Definition) -> dict[str, Any]:
    numbers, kept = _slots(vector)
    steps = [_step(step, known, numbers, kept) for step in vector.steps]
    return {"name": vector.name, "source": vector.source, "slots": len(numbers), "kept": len(kept), "steps": steps}


def _step(step: Step, known: Definition, numbers: dict[str, int], kept: dict[str, int]) -> dict[str, Any]:
    names = [parameter.name for parameter in step.function.parameters]

    def all_of(values: dict[str, Value]) -> list[dict[str, Any]]:
        return [_value(values.get(name, ANY), numbers, kept) for name in names]

    return {
        "call": step.function.name,
        "status": known.statuses[step.status],
        "status_name": step.status,
        "args": all_of(step.args),
        "out": all_of(step.out),
        "returns": _value(step.returns or ANY, numbers, kept),
        "rows": [all_of(row) for row in step.rows],
        "counts": [
            {"slot": numbers[slot], "urefs": [counts.get(kind, 0) for kind in KINDS]} for slot, counts in step.counts.items()
        ],
        "repeat": step.repeat,
        "observed": step.observed,
        "arrays_are_told": step.arrays_are_told,
        "needs_pointers": step.needs_pointers,
        "null": [names.index(name) for name in sorted(step.null)],
        "same": [names.index(name) for name in sorted(step.same)],
        "struct_size": [step.struct_size.get(name, 0) for name in names],
    }


def _value(value: Value, numbers: dict[str, int], kept: dict[str, int]) -> dict[str, Any]:
    """A number is a text: not every language reads one of 64 bits from JSON."""
    told: dict[str, Any] = {"form": value.form}
    if value.form in ("number", "slot", "zeros"):
        told["number"] = str(value.number)
    if value.slot:
        told["slot"] = (kept if value.form in ("bytes", "keep") else numbers)[value.slot]
    if value.form in ("text", "hex"):
        told["text"] = value.text
    if value.other:
        told["other"] = True
    if value.form == "parts":
        told["parts"] = [_value(part, numbers, kept) for part in value.parts]
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("mach", choices=MACHS)
    parser.add_argument("--falsify", metavar="VECTOR", help="make one expectation of this vector wrong")
    options = parser.parse_args()
    print(json.dumps(resolved(options.mach, options.falsify), indent=1))


if __name__ == "__main__":
    main()
