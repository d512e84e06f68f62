"""The structs of a definition as Python sees them: a named tuple each, and how it lies in memory.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from ..ir import STRUCT_SIZE, Definition, Struct
from ..shape import caller_name
from . import prose

# The code of Python's struct module for each scalar of fixed width.
CODES = {
    "int8_t": "b",
    "int16_t": "h",
    "int32_t": "i",
    "int64_t": "q",
    "uint8_t": "B",
    "uint16_t": "H",
    "uint32_t": "I",
    "uint64_t": "Q",
}


def module(definition: Definition) -> str:
    idea = "The structs that both raw layers take and give: as named tuples, without struct_size."
    tuples = "\n".join(_tuple(definition, s) for s in definition.structs)
    records = "\n".join(_record(definition, s) for s in definition.structs)
    return f"""{prose.header(definition, idea)}
from typing import NamedTuple

from machport.raw._convert import Record


{tuples}
RECORDS: dict[str, Record] = {{}}
{records}
"""


def _tuple(definition: Definition, described: Struct) -> str:
    lines = [f"class {described.name}(NamedTuple):", f"    {prose.quoted(described.doc)}", ""]
    for field in described.fields:
        if field.name != STRUCT_SIZE:
            owner = prose.owner(field)
            told = f"{field.doc} ({owner})" if owner else field.doc
            annotation = field.type if definition.struct(field.type) else "int"
            lines += [f"    {caller_name(field.name)}: {annotation}{_hides(field.name)}", f"    {prose.quoted(told)}"]
    return "\n".join(lines) + "\n\n"


def _hides(name: str) -> str:
    """A field may be called as a method of every tuple is: the type checker is told that it is meant."""
    return "  # type: ignore[assignment]" if hasattr(tuple, name) else ""


def _record(definition: Definition, described: Struct) -> str:
    fields = []
    for field in described.fields:
        inner = definition.struct(field.type)
        name = caller_name(field.name)
        fields.append(f'{name}=RECORDS["{inner.name}"]' if inner else f'{name}="{CODES[definition.base(field.type)]}"')
    return prose.folded(f'RECORDS["{described.name}"] = Record(', [described.name, *fields], ")")
