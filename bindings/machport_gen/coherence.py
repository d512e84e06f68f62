"""Whether a definition holds together: what it names is there, once, and is spelled as C spells names.

SPDX-License-Identifier: MIT OR Apache-2.0

The reader of a header makes no other; one that was written or changed by hand may be anything.
"""

from __future__ import annotations

import re

from . import ir
from .docs import check_prose
from .pointers import check_pointer, check_sizes
from .words import KINDS, PORT_WORDS, Refused, Words, check_port

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
VERSION = re.compile(r"\d+\.\d+", re.ASCII)
HASH = re.compile(r"0x[0-9a-f]{16}")
DIRECTIONS = ("in", "out", "inout")
NUMBERS = (*ir.SCALARS, ir.SIZE, ir.ADDRESS)
BASES = (*NUMBERS, "void", "char", "opaque")


def check(definition: ir.Definition) -> None:
    """Refused, with a sentence, where it does not."""
    d = definition
    _require(NAME.fullmatch(d.library), f'"{d.library}" cannot be the name of bindings')
    _require(d.header and not re.search(r'["\s\\]', d.header), f'"{d.header}" cannot be the name of a header')
    _require(VERSION.fullmatch(d.version), f'"{d.version}" is no version: two numbers, as in 1.0')
    _require(HASH.fullmatch(d.hash), f'"{d.hash}" is no hash: 0x and 16 digits')
    _names([c.name for c in d.constants] + [s.constant for s in d.statuses], "constant")
    _names([s.name for s in d.statuses], "status")
    _names([t.name for t in d.types] + [s.name for s in d.structs] + [f.name for f in d.functions], "type or function")
    check_prose(d.generated, '"generated"')
    things: list[ir.Constant | ir.Type | ir.Struct | ir.Function] = [*d.constants, *d.types, *d.structs, *d.functions]
    for thing in things:
        check_prose(thing.doc, thing.name)
    for constant in d.constants:
        _number(constant.value, constant.type, constant.name)
    for status in d.statuses:
        check_prose(status.text, status.name)
        _number(status.value, "int32_t", status.name)
        _require(NAME.fullmatch(status.class_), f'{status.name} is of class "{status.class_}", which is none')
    for type_ in d.types:
        _require(type_.type in BASES, f"{type_.name} is made of {type_.type}, which is no scalar")
        _require(type_.kind in ("", *KINDS.values()), f"{type_.name} is of kind {type_.kind}, which is none")
    known, ports = {t.name for t in d.types} | set(BASES) - {"opaque"}, set[str]()
    for struct in d.structs:
        _struct(struct, d, known, ports)
        known.add(struct.name)
        ports |= {struct.name} if any(f.verb for f in struct.fields) else set()
    for function in d.functions:
        _function(function, d, known, ports)


def _require(good: object, sentence: str) -> None:
    if not good:
        raise Refused(sentence)


def _names(names: list[str], what: str, of: str = "") -> None:
    for name in names:
        _require(NAME.fullmatch(name), f'{of}"{name}" cannot be the name of a {what}')
    twice = {name for name in names if names.count(name) > 1}
    _require(not twice, f"{of}two have one name: {', '.join(sorted(twice))}")


def _number(value: int, scalar: str, name: str) -> None:
    _require(scalar in ir.SCALARS, f"{name} is of type {scalar}, which is no scalar")
    low, high = ir.SCALARS[scalar]
    _require(low <= value <= high, f"{name} is {value}, which no {scalar} can be")


def _port(port: ir.Port, place: str, what: str) -> None:
    """What a place says of the right in it, or of those in the struct that it has."""
    _require(port.kind in ("", *KINDS.values()), f"{what} is of kind {port.kind}, which is none")
    said = {word: "" for word in PORT_WORDS if getattr(port, word)}
    if place:
        check_port(Words(said, port.verb), place, what)
    else:
        _require(not port.verb, f'{what} says "{port.verb}", but is no port')


def _struct(struct: ir.Struct, definition: ir.Definition, known: set[str], ports: set[str]) -> None:
    _names([f.name for f in struct.fields], "field", f"{struct.name}: ")
    _require(struct.fields, f"{struct.name} has no fields")
    for number, field in enumerate(struct.fields):
        what = f"{struct.name}.{field.name}"
        check_prose(field.doc, what)
        good = field.type in known and definition.base(field.type) not in ("void", "char", ir.SIZE, ir.ADDRESS)
        _require(good, f"{what} is of type {field.type}, which no field before it can have")
        _require(
            field.name != ir.STRUCT_SIZE or number == 0 and field.type == "uint32_t", f"{what} must be first, and a uint32_t"
        )
        _port(field, "field" if field.kind or field.type in ports else "", what)
    _require(struct.layout, f"{struct.name} has no layout on any target")
    for target, layout in struct.layout.items():
        _require(len(layout.offsets) == len(struct.fields), f"{struct.name} has other fields on {target}")


def _function(function: ir.Function, definition: ir.Definition, known: set[str], ports: set[str]) -> None:
    _names([p.name for p in function.params], "parameter", f"{function.name}: ")
    _require(VERSION.fullmatch(function.since), f'{function.name} is there since "{function.since}", which is no version')
    text = function.returns == "const char *"
    _require(text or function.returns in known, f"{function.name} returns {function.returns}, which is no type")
    _require(text or definition.base(function.returns) != "char", f"{function.name} returns a char, which is no integer here")
    _port(function, "return" if function.kind else "", function.name)
    for told in function.statuses:
        check_prose(told.when, f"{function.name}: {told.name}")
    structs = {s.name: s for s in definition.structs}
    for param in function.params:
        what = f"{function.name}: {param.name}"
        check_prose(param.doc, what)
        _require(param.type in known, f"{what} is of type {param.type}, which is none")
        _require(param.direction in DIRECTIONS, f'{what} goes "{param.direction}", which is no direction')
        _require(param.array == bool(param.sized_by or param.counted_by), f"{what} does not say how many there are")
        _require(param.pointer or param.direction == "in", f"{what} cannot be written through")
        check_pointer(param, "struct" if param.type in structs else definition.base(param.type), what)
        suffix = " array" if param.array else " struct" if param.type in ports else ""
        _port(param, param.direction + suffix if param.kind or param.type in ports else "", what)
    for param in function.params:
        check_sizes(param, function.params, structs)
