"""Functions: what goes in and comes out, who owns it, and what is said of it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import re

from . import clang, docs, types
from .clang import Cursor
from .ir import Documented, Function, Param, Status, Struct
from .pointers import check_pointer, check_sizes
from .structs import holds_ports
from .words import FUNCTION_WORDS, POINTER_WORDS, PORT_WORDS, VERBS, Refused, Words, check_port, parse, port

MOST_POINTERS = 2


def function(cursor: Cursor, structs: dict[str, Struct], statuses: dict[str, Status]) -> Function:
    doc = docs.parse(cursor.raw_comment, cursor.spelling)
    words = parse(clang.notes(cursor), FUNCTION_WORDS + VERBS + PORT_WORDS)
    returns = types.shape(cursor.result_type)
    spelled = returns.named.name
    if returns.pointers and (returns.pointers, returns.const, returns.named.base) != (1, True, "char"):
        raise Refused("returns a pointer that is no text: results come by out-parameter")
    if returns.pointers:
        spelled = "const char *"
    if returns.named.kind:
        check_port(words, "return", "the returned port")
    elif words.verb or any(words.has(w) for w in PORT_WORDS):
        raise Refused("says who owns what it returns, but returns no port")
    since = words.argument("since") or "1.0"
    if not re.fullmatch(r"\d+\.\d+", since):
        raise Refused(f"{since} is no version: two numbers, as in 1.0")
    made = Function(
        name=cursor.spelling,
        doc=doc.text,
        returns=spelled,
        since=since,
        blocks=words.has("blocks"),
        optional=words.has("optional"),
        **port(returns.named.kind, words),
    )
    arguments = list(cursor.get_arguments())
    for argument in arguments:
        with clang.located(argument):
            made.params.append(_param(argument, structs))
    for argument, param in zip(arguments, made.params, strict=True):
        with clang.located(argument):
            check_sizes(param, made.params, structs)
            param.doc = _sentence(param.name, doc, len(arguments))
    unknown = set(doc.params) - {p.name for p in made.params}
    if unknown:
        raise Refused(f"@param {unknown.pop()} is no parameter of {made.name}")
    for name, when in doc.statuses:
        if name not in statuses:
            raise Refused(f"@status {name} is no status")
        made.statuses.append(Documented(name, when))
    return made


def _sentence(name: str, doc: docs.Doc, count: int) -> str:
    """A function of one parameter may speak of it in its own sentence; every other one is documented by @param."""
    if name not in doc.params and (count > 1 or doc.params):
        raise Refused(f"parameter {name} has no @param: say in a few words what it is")
    return doc.params.get(name, "")


def _param(cursor: Cursor, structs: dict[str, Struct]) -> Param:
    if not cursor.spelling:
        raise Refused("a parameter has no name")
    what = f"parameter {cursor.spelling}"
    words = parse(clang.notes(cursor), VERBS + PORT_WORDS + POINTER_WORDS)
    shape = types.shape(cursor.type)
    param = Param(
        name=cursor.spelling,
        type=shape.named.name,
        pointer=shape.pointers > 0,
        allocated=shape.pointers > 1,
        direction=_direction(shape, words, what),
        sized_by=words.argument("sized_by"),
        counted_by=words.argument("counted_by"),
        **port(shape.named.kind, words),
    )
    param.array = bool(param.sized_by or param.counted_by)
    if shape.pointers > MOST_POINTERS:
        raise Refused(f"{what} is a pointer to a pointer to a pointer, which no array is")
    check_pointer(param, shape.named.base, what)
    _check_ownership(shape, param, words, structs, what)
    return param


def _direction(shape: types.Shape, words: Words, what: str) -> str:
    said = [d for d in ("out", "inout") if words.has(d)]
    if len(said) > 1:
        raise Refused(f"{what} says both out and inout")
    if not shape.pointers or shape.const:
        if said:
            raise Refused(f'{what} says "{said[0]}", but cannot be written through')
        return "in"
    if said:
        return said[0]
    if words.verb == "owned":
        return "out"
    owned = "MACHPORT_OWNED, " if shape.named.kind else ""
    raise Refused(f"{what} is a pointer without a direction: {owned}MACHPORT_OUT, MACHPORT_INOUT, or const")


def _check_ownership(shape: types.Shape, param: Param, words: Words, structs: dict[str, Struct], what: str) -> None:
    in_struct = holds_ports(shape.named.name, structs)
    if param.kind or in_struct:
        suffix = " array" if param.array else " struct" if in_struct else ""
        check_port(words, param.direction + suffix, what)
    elif words.verb or words.has("maybe_dead") or words.has("released_by") or words.has("retained_until"):
        raise Refused(f"{what} says who owns it, but is no port")
    elif param.nullable and not param.pointer:
        raise Refused(f'{what} says "nullable", but is neither a port nor a pointer')
