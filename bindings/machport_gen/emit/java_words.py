"""How Java says a name, a number, a type and a sentence.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import textwrap

from ..ir import SCALARS, SIZE, Definition
from ..shape import Value
from . import managed
from .managed import WIDTH, camel, escaped

TYPES = {
    "int8_t": "byte",
    "int16_t": "short",
    "int32_t": "int",
    "int64_t": "long",
    "uint8_t": "short",
    "uint16_t": "int",
    "uint32_t": "long",
    "uint64_t": "long",
    "size_t": "long",
}
# Those that Java's type does not keep within their range.
CHECKED = {"uint8_t": "u8", "uint16_t": "u16", "uint32_t": "u32", SIZE: "size"}
WORDS = """
abstract assert boolean break byte case catch char class const continue default do double else enum extends false final finally
float for goto if implements import instanceof int interface long native new null package private protected public return short
static strictfp super switch synchronized this throw throws transient true try void volatile while _
clone finalize getClass hashCode notify notifyAll toString wait
"""
KEYWORDS = frozenset(WORDS.split()) | managed.TAKEN


def name(word: str) -> str:
    made = camel(word)
    return f"{made}_" if made in KEYWORDS else made


def docs(sentence: str, entries: list[tuple[str, str]]) -> str:
    lines = textwrap.wrap(escaped(sentence, name), WIDTH, break_on_hyphens=False)
    for tag, text in entries:
        lines += textwrap.wrap(f"@{tag} {escaped(text, name)}", WIDTH, subsequent_indent="    ", break_on_hyphens=False)
    # Java reads \u before it looks for comments.
    return "/** " + "\n    ".join(lines).replace("\\", "&#92;") + " */"


def literal(type_: str, value: int) -> str:
    if TYPES[type_] == "long":
        return f"{value}L" if value <= SCALARS["int64_t"][1] else f"{value:#x}L"
    return str(value) if TYPES[type_] == "int" else f"({TYPES[type_]}) {value}"


def code(scalar: str) -> str:
    """How Memory calls a scalar."""
    return SIZE if scalar == SIZE else f"{'u' if scalar.startswith('u') else 'i'}{scalar.strip('uint_')}"


def put(scalar: str, value: str, where: str) -> str:
    inner = f"Memory.{CHECKED[scalar]}({where}, {value})" if scalar in CHECKED else value
    return f"memory.{code(scalar)}({inner});"


def type_of(definition: Definition, value: Value) -> str:
    if value.form == "bytes":
        return "byte[]"
    if value.form == "text":
        return "String"
    own = managed.struct_name(definition, value.struct) if value.struct else TYPES[value.scalar]
    return f"{own}[]" if value.param.array else own
