"""How C# says a name, a type and a sentence.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import textwrap

from ..ir import Definition
from ..shape import Value
from . import managed
from .managed import WIDTH, camel, pascal

TYPES = {
    "int8_t": "sbyte",
    "int16_t": "short",
    "int32_t": "int",
    "int64_t": "long",
    "uint8_t": "byte",
    "uint16_t": "ushort",
    "uint32_t": "uint",
    "uint64_t": "ulong",
    "size_t": "ulong",
}
WORDS = """
abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event
explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null
object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static
string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while
"""
KEYWORDS = frozenset(WORDS.split()) | managed.TAKEN


def name(word: str) -> str:
    made = camel(word)
    return f"{made}_" if made in KEYWORDS else made


def method(words: str) -> str:
    return pascal(words)


def docs(sentence: str, entries: list[tuple[str, str]]) -> str:
    """XML, an element for each thing: its opening tag, and what it says."""
    lines = []
    for tag, text in [("summary", sentence), *entries]:
        element = f"<{tag}>{managed.escaped(text, method)}</{tag.split()[0]}>"
        lines += textwrap.wrap(element, WIDTH, break_on_hyphens=False, subsequent_indent="    " if tag != "summary" else "")
    return "\n".join(f"/// {line}" for line in lines)


def type_of(definition: Definition, value: Value) -> str:
    if value.form in ("bytes", "text"):
        return "byte[]" if value.form == "bytes" else "string"
    own = managed.struct_name(definition, value.struct) if value.struct else TYPES[value.scalar]
    if value.struct and value.param.nullable and not value.param.array:
        return f"{own}?"
    return f"{own}[]" if value.param.array else own
