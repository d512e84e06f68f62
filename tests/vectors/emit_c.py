"""Writes the vectors as C tables, and the calls that they make, for the runner in runner.c.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from vector_table import EMBEDDED, KINDS, MACHS, Definition, Step, Value, Vector, definition, falsified, load

TYPES = {"uint32_t": "U32", "int32_t": "I32", "uint64_t": "U64", "size_t": "SIZE"}
FORMS = {"number": "VALUE_NUMBER", "slot": "VALUE_SLOT", "bind": "VALUE_BIND", "text": "VALUE_TEXT"}
NOTHING = "{VALUE_ANY, 0, 0, 0, NULL}"


class Emitter:
    """One table of vectors."""

    def __init__(self, known: Definition) -> None:
        self.known = known
        self.lines: list[str] = []
        self.slots = self.parameters = 0

    def emit(self, mach: str, vectors: list[Vector]) -> str:
        self.lines = [f"/* The vectors for the Mach {mach}: written by emit_c.py, not to be edited. */", '#include "runner.h"']
        if mach in EMBEDDED:
            self.lines.append("#include <mach/embedded.h>")
        functions = {step.function["name"]: step.function for vector in vectors for step in vector.steps}
        for function in functions.values():
            self._function(function)
        for number, vector in enumerate(vectors):
            self._vector(number, vector)
        entries = (f"{{{_text(vector.name)}, {len(vector.steps)}, steps_{number}}}" for number, vector in enumerate(vectors))
        self._table("vector", "runner_vectors", entries)
        self.lines.append(f"const uint32_t runner_vector_count = {len(vectors)};")
        room = f"{self.slots} <= RUNNER_SLOTS && {self.parameters} < RUNNER_PARAMETERS"
        self.lines.append(f'_Static_assert({room}, "runner.h must give more room");')
        return "\n".join(self.lines) + "\n"

    def _function(self, function: dict[str, Any]) -> None:
        name, params = function["name"], function["params"]
        index = {param["name"]: number for number, param in enumerate(params)}
        self.parameters = max(self.parameters, len(params))
        table = []
        arguments = []
        for number, param in enumerate(params):
            base = TYPES[self.known.base(param["type"])]
            role = "IN" if param["direction"] == "in" else "ARRAY" if param.get("sized_by") else "OUT"
            flags = [
                int(bool(flag))
                for flag in (param.get("kind"), param.get("verb") == "owned", param.get("nullable"), param.get("maybe_dead"))
            ]
            counted, sized = index.get(param.get("counted_by"), 0), index.get(param.get("sized_by"), 0)
            table.append(f'{{"{param["name"]}", ROLE_{role}, TYPE_{base}, {", ".join(map(str, flags))}, {counted}, {sized}}}')
            if role == "IN":
                arguments.append(f"({param['type']})call->in[{number}]")
            else:
                arguments.append(f"runner_{'array' if role == 'ARRAY' else base.lower()}(call, {number})")
        returns = function["returns"]
        kind = {"machport_status_t": "STATUS", "const char *": "TEXT"}.get(returns, "NUMBER")
        result = {"STATUS": "status", "TEXT": "text", "NUMBER": "number"}[kind]
        self.lines += [f"static void call_{name}(vector_call *call)", "{"]
        self.lines += [f"    call->{result} = {name}({', '.join(arguments)});", "}"]
        parameters = f"parameters_{name}" if params else "NULL"
        if params:
            self._table("vector_parameter", parameters, table)
        body = f'{{"{name}", RETURNS_{kind}, {len(params)}, {parameters}, call_{name}}}'
        self.lines.append(f"static const vector_function function_{name} = {body};")

    def _vector(self, number: int, vector: Vector) -> None:
        slots: dict[str, int] = {}
        for step in vector.steps:
            for value in (*step.out.values(), *([step.returns] if step.returns else [])):
                if value.form == "bind":
                    slots.setdefault(value.slot, len(slots))
        self.slots = max(self.slots, len(slots))
        steps = [self._step(f"{number}_{position}", step, slots) for position, step in enumerate(vector.steps)]
        self._table("vector_step", f"steps_{number}", steps)

    def _step(self, key: str, step: Step, slots: dict[str, int]) -> str:
        params = [param["name"] for param in step.function["params"]]
        values = step.args | step.out
        rows = [value for row in step.rows for value in (row.get(name) for name in params)]
        counts = [
            f"{{{slots[slot]}, {{{', '.join(str(urefs.get(kind, 0)) for kind in KINDS)}}}}}"
            for slot, urefs in step.counts.items()
        ]
        tables = {
            "values": ("vector_value", [_value(values.get(name), slots) for name in params]),
            "rows": ("vector_value", [_value(value, slots) for value in rows]),
            "counts": ("vector_count", counts),
        }
        for name, (type_, entries) in tables.items():
            if entries:
                self._table(type_, f"{name}_{key}", entries)
        pointers = ", ".join(f"{name}_{key}" if entries else "NULL" for name, (_, entries) in tables.items())
        null, same = (sum(1 << params.index(name) for name in names) for names in (step.null, step.same))
        sizes = f"{int(step.observed)}, {len(step.rows)}, {len(counts)}, {null}, {same}, {step.repeat}"
        status = self.known.statuses[step.status]
        return f"{{&function_{step.function['name']}, {status}, {sizes}, {_value(step.returns, slots)}, {pointers}}}"

    def _table(self, type_: str, name: str, entries: Iterable[str]) -> None:
        linkage = "" if name.startswith("runner_") else "static "
        self.lines += [f"{linkage}const {type_} {name}[] = {{", *(f"    {entry}," for entry in entries), "};"]


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=True)


def _value(value: Value | None, slots: dict[str, int]) -> str:
    if value is None:
        return NOTHING
    number = f"UINT64_C({value.number % 2**64:#x})"
    text = _text(value.text) if value.form == "text" else "NULL"
    return f"{{{FORMS[value.form]}, {int(value.other)}, {slots.get(value.slot, 0)}, {number}, {text}}}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mach", choices=MACHS, required=True, help="whose expectations to write")
    parser.add_argument("--falsify", metavar="VECTOR", help="make one count of this vector wrong")
    parser.add_argument("output", type=Path, help="the file to write")
    options = parser.parse_args()
    known = definition(options.mach)
    vectors = load(options.mach, known)
    if options.falsify:
        vectors = falsified(vectors, options.falsify)
    options.output.write_text(Emitter(known).emit(options.mach, vectors), encoding="utf-8")


if __name__ == "__main__":
    main()
