"""Writes the vectors as C tables, and the calls that they make, for the runner in runner.c.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from resolved import resolved
from vector_definition import WITH_TASKS
from vector_table import MACHS

SHAPES = {"scalar": "ONE", "struct": "ONE", "array": "MANY", "structs": "MANY", "bytes": "BYTES"}
TYPES = {"u32": "uint32_t", "i32": "int32_t", "u64": "uint64_t", "size": "size_t"}
Json = dict[str, Any]


class Emitter:
    """One table of vectors, from the resolved one."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.zeros = 1

    def emit(self, table: Json) -> str:
        mach, vectors = table["mach"], table["vectors"]
        self.lines = [f"/* The vectors for the Mach {mach}: written by emit_c.py, not to be edited. */", '#include "runner.h"']
        if mach in WITH_TASKS:
            self.lines.append("#include <mach/embedded.h>")
        for function in table["functions"]:
            self._function(function)
        for number, vector in enumerate(vectors):
            steps = [self._step(f"{number}_{place}", step) for place, step in enumerate(vector["steps"])]
            self._table("vector_step", f"steps_{number}", steps)
        entries = (f"{{{_text(each['name'])}, {len(each['steps'])}, steps_{i}}}" for i, each in enumerate(vectors))
        self._table("vector", "runner_vectors", entries)
        self.lines.append(f"const uint32_t runner_vector_count = {len(vectors)};")
        self.lines.append(f"uint8_t runner_zeros[{self.zeros}];")
        slots, kept = (max(vector[name] for vector in vectors) for name in ("slots", "kept"))
        parameters = max(len(function["parameters"]) for function in table["functions"])
        room = f"{slots} <= RUNNER_SLOTS && {kept} <= RUNNER_KEPT && {parameters} <= PLACE_SHARED"
        self.lines.append(f'_Static_assert({room}, "runner.h must give more room");')
        return "\n".join(self.lines) + "\n"

    def _function(self, function: Json) -> None:
        name, parameters = function["name"], function["parameters"]
        entries = [self._parameter(name, parameter) for parameter in parameters]
        if entries:
            self._table("vector_parameter", f"parameters_{name}", entries)
        arguments = (
            f"({TYPES[each['fields'][0]['type']]})call->in[{i}]" if _by_value(each) else f"runner_place(call, {i})"
            for i, each in enumerate(parameters)
        )
        self.lines += [f"static void call_{name}(vector_call *call)", "{"]
        self.lines += [f"    call->{function['returns']} = {name}({', '.join(arguments)});", "}"]
        returns = f"RETURNS_{function['returns'].upper()}"
        body = f'"{name}", {returns}, {len(entries)}, {f"parameters_{name}" if entries else "NULL"}, call_{name}'
        self.lines.append(f"static const vector_function function_{name} = {{{body}}};")

    def _parameter(self, function: str, parameter: Json) -> str:
        fields, struct = parameter["fields"], parameter["struct"]
        table = f"fields_{function}_{parameter['name']}" if fields else "NULL"
        if fields:
            self._table("vector_field", table, (_field(field, struct) for field in fields))
        element = struct or (TYPES[fields[0]["type"]] if fields else "uint8_t")
        shape = "NUMBER" if _by_value(parameter) else SHAPES[parameter["shape"]]
        counted, field = parameter["counted_by"] or (0, 0)
        numbers = (int(parameter["sized"]), parameter["sized_by"] or 0, counted, field, len(fields))
        kind = f"ROLE_{parameter['role'].upper()}, SHAPE_{shape}, {', '.join(map(str, numbers))}"
        return f'{{"{parameter["name"]}", {kind}, sizeof({element}), {table}}}'

    def _step(self, key: str, step: Json) -> str:
        counts = [f"{{{each['slot']}, {{{', '.join(map(str, each['urefs']))}}}}}" for each in step["counts"]]
        rows = [value for row in step["rows"] for value in row]
        tables = {
            "args": ("vector_value", self._values(f"args_{key}", step["args"])),
            "out": ("vector_value", self._values(f"out_{key}", step["out"])),
            "sizes": ("uint32_t", list(map(str, step["struct_size"])) if any(step["struct_size"]) else []),
            "rows": ("vector_value", self._values(f"rows_{key}", rows)),
            "counts": ("vector_count", counts),
        }
        for name, (type_, entries) in tables.items():
            if entries:
                self._table(type_, f"{name}_{key}", entries)
        pointers = ", ".join(f"{name}_{key}" if entries else "NULL" for name, (_, entries) in tables.items())
        null, same = (sum(1 << place for place in step[name]) for name in ("null", "same"))
        flags = f"{int(step['observed'])}, {int(step['arrays_are_told'])}, {len(step['rows'])}, {len(counts)}, {null}, {same}"
        returns = self._values("", [step["returns"]])[0]
        return f"{{&function_{step['call']}, {step['status']}, {flags}, {step['repeat']}, {returns}, {pointers}}}"

    def _values(self, key: str, values: list[Json]) -> list[str]:
        written = []
        for place, value in enumerate(values):
            parts = "NULL"
            if value.get("parts"):
                parts = f"parts_{key}_{place}"
                self._table("vector_value", parts, self._values("", value["parts"]))
            if value["form"] == "zeros":
                self.zeros = max(self.zeros, int(value["number"]))
            written.append(_value(value, parts))
        return written

    def _table(self, type_: str, name: str, entries: Iterable[str]) -> None:
        linkage = "" if name.startswith("runner_") else "static "
        self.lines += [f"{linkage}const {type_} {name}[] = {{", *(f"    {entry}," for entry in entries), "};"]


def _by_value(parameter: Json) -> bool:
    by_value: bool = parameter["shape"] == "scalar" and parameter["role"] == "in"
    return by_value


def _field(field: Json, struct: str | None) -> str:
    offset = f"offsetof({struct}, {field['path']})" if struct else "0"
    flags = ", ".join(str(int(field[flag])) for flag in ("port", "owned", "nullable", "maybe_dead"))
    return f'{{"{field["path"]}", {offset}, TYPE_{field["type"].upper()}, {flags}}}'


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=True)


def _value(value: Json, parts: str) -> str:
    form, number, text = value["form"], int(value.get("number", 0)) % 2**64, "NULL"
    if form == "parts":
        number = len(value["parts"])
    elif form == "hex":
        characters = bytes.fromhex(value["text"])
        number, text = len(characters), '"' + "".join(f"\\x{byte:02x}" for byte in characters) + '"'
    elif form == "text":
        text = _text(value["text"])
    slot, other = value.get("slot", 0), int(value.get("other", False))
    return f"{{VALUE_{form.upper()}, {other}, {slot}, UINT64_C({number:#x}), {text}, {parts}}}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mach", choices=MACHS, required=True, help="whose expectations to write")
    parser.add_argument("--falsify", metavar="VECTOR", help="make one expectation of this vector wrong")
    parser.add_argument("output", type=Path, help="the file to write")
    options = parser.parse_args()
    options.output.write_text(Emitter().emit(resolved(options.mach, options.falsify)), encoding="utf-8")


if __name__ == "__main__":
    main()
