"""Structs: their fields, and where each lies on every target. None may be padded.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from pathlib import Path

from . import clang, docs, types
from .clang import Cursor, CursorKind
from .ir import ADDRESS, SIZE, STRUCT_SIZE, Field, Layout, Struct
from .words import PORT_WORDS, VERBS, Refused, check_port, parse, port


def struct(name: str, cursor: Cursor, known: dict[str, Struct]) -> Struct:
    """A struct's declaration, without its layouts."""
    text = docs.parse(cursor.raw_comment, name).text
    fields = [_field(f, known) for f in cursor.type.get_fields()]
    sizes = [(i, f.type) for i, f in enumerate(fields) if f.name == STRUCT_SIZE]
    if sizes not in ([], [(0, "uint32_t")]):
        raise Refused(f"{STRUCT_SIZE} must be the first field, and a uint32_t")
    return Struct(name, text, fields, {})


def _field(cursor: Cursor, known: dict[str, Struct]) -> Field:
    with clang.located(cursor):
        if cursor.is_bitfield():
            raise Refused(f"field {cursor.spelling} is a bit-field, which every compiler lays out as it likes")
        shape = types.shape(cursor.type)
        if shape.pointers or shape.named.base in ("opaque", "char", "void"):
            raise Refused(f"field {cursor.spelling} is a pointer or text: a struct holds integers and structs")
        if shape.named.base in (SIZE, ADDRESS):
            raise Refused(f"field {cursor.spelling} is a {shape.named.base}, which has another width on another target")
        words = parse(clang.notes(cursor), VERBS + PORT_WORDS)
        if shape.named.kind or holds_ports(shape.named.name, known):
            check_port(words, "field", f"field {cursor.spelling}")
        elif words.said:
            raise Refused(f'field {cursor.spelling} says "{next(iter(words.said))}", but is no port')
        return Field(
            name=cursor.spelling,
            type=shape.named.name,
            doc=docs.parse(cursor.raw_comment, cursor.spelling).text,
            **port(shape.named.kind, words),
        )


def holds_ports(name: str, known: dict[str, Struct]) -> bool:
    return name in known and any(f.verb for f in known[name].fields)


def lay_out(header: Path, include: list[Path], known: dict[str, Struct]) -> None:
    """Adds the layout on each target; a struct with a hole on any of them is refused."""
    for target in clang.TARGETS if known else ():
        for cursor in clang.parse(header, include, target).cursor.get_children():
            if cursor.kind == CursorKind.TYPEDEF_DECL and cursor.spelling in known:
                with clang.located(cursor):
                    known[cursor.spelling].layout[target] = _layout(cursor, target)


def _layout(cursor: Cursor, target: str) -> Layout:
    record = cursor.underlying_typedef_type.get_canonical()
    layout, end = Layout(record.get_size(), record.get_align(), []), 0
    for member in record.get_fields():
        layout.offsets.append(member.get_field_offsetof() // 8)
        if layout.offsets[-1] != end:
            raise Refused(
                f"{cursor.spelling} is padded before {member.spelling} on {target}: order its fields so that no target pads it"
            )
        end += member.type.get_size()
    if end != layout.size:
        raise Refused(f"{cursor.spelling} is padded at its end on {target}: order its fields so that no target pads it")
    return layout
