"""Type stubs: one text for every layer, since the layers are the same.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from ..ir import Definition
from ..shape import Call, Value, calls
from . import prose

INPUTS = {
    "integer": "SupportsIndex",
    "text": "str",
    "bytes": "ReadableBuffer",
    "integers": "ReadableBuffer | Sequence[SupportsIndex]",
    "struct": "Sequence[Any]",
    "structs": "Sequence[Sequence[Any]]",
}
RESULTS = {"integer": "int", "bytes": "bytes", "integers": "list[int]"}


def module(definition: Definition) -> str:
    constants = [f"{c.name}: Final[int]" for c in definition.constants] + [
        f"{s.constant}: Final[int]" for s in definition.statuses
    ]
    functions = [_function(call) for call in calls(definition)]
    body = "".join("\n" + "\n".join(part) + "\n" for part in (constants, functions) if part)
    return (
        prose.header(definition, f"The functions of {definition.header}, in whichever layer.")
        + "\n"
        + "".join(_imports(definition, body))
        + "\n"
        + prose.all_list(definition)
        + body
    )


def _imports(definition: Definition, body: str) -> list[str]:
    """Only what is used."""
    abstract = [name for name in ("Sequence",) if name in body]
    typed = [name for name in ("Any", "Final", "SupportsIndex") if name in body]
    structs = sorted(s.name for s in definition.structs if s.name in body)
    return [
        *(f"from collections.abc import {name}\n" for name in abstract),
        f"from typing import {', '.join(typed)}\n",
        *(["\nfrom _typeshed import ReadableBuffer\n"] if "ReadableBuffer" in body else []),
        *([f"\nfrom .{prose.structs_module(definition)} import {', '.join(structs)}\n"] if structs else []),
    ]


def _function(call: Call) -> str:
    inputs = [f"{v.name}: {_maybe(v, INPUTS[v.form])}" for v in call.inputs]
    return prose.folded(f"def {call.function.name}(", [*inputs, "/"] if inputs else [], f") -> {_returned(call)}: ...")


def _returned(call: Call) -> str:
    if call.returns:
        return "str" if call.returns == "text" else "None" if call.returns == "void" else "int"
    results = [_maybe(v, RESULTS.get(v.form) or (f"list[{v.struct}]" if v.form == "structs" else v.struct)) for v in call.results]
    return {0: "None", 1: results[0] if results else ""}.get(len(results), f"tuple[{', '.join(results)}]")


def _maybe(value: Value, annotation: str) -> str:
    return f"{annotation} | None" if value.param.nullable and value.form == "struct" else annotation
