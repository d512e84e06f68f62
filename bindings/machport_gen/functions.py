"""Functions: what goes in and comes out, who owns it, and what is said of it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import re

from . import clang, docs, types
from .clang import Cursor
from .ir import SCALARS, SIZE, Documented, Function, Param, Status, Struct
from .structs import holds_ports
from .words import FUNCTION_WORDS, POINTER_WORDS, PORT_WORDS, VERBS, Refused, Words, check_port, parse, port


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
            _check_sizes(param, made.params, structs)
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
    _check_pointer(shape, param, what)
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


def _check_pointer(shape: types.Shape, param: Param, what: str) -> None:
    base = shape.named.base
    if param.array and not shape.pointers:
        raise Refused(f"{what} says how many there are, but is no pointer")
    if shape.pointers > 2 or param.allocated and (param.direction != "out" or not param.counted_by or param.sized_by):
        raise Refused(
            f"{what} is a pointer to a pointer: only an array that the callee allocates, with OUT and COUNTED_BY, is one"
        )
    if not shape.pointers:
        if base in ("struct", "void", "char"):
            raise Refused(f"{what} is a {base} by value, which every ABI passes in its own way")
        return
    text = base == "char" and param.direction == "in"
    if not param.array and (
        base in ("void", "char") and not text or base not in ("struct", "opaque") and param.direction == "in" and not text
    ):
        raise Refused(f"{what} does not say how many there are: MACHPORT_SIZED_BY")
    if param.direction == "in" and param.counted_by:
        raise Refused(f"{what} goes in, so that MACHPORT_SIZED_BY alone says how many there are")
    if param.direction != "in" and param.array and not param.allocated and not param.sized_by:
        raise Refused(f"{what} does not say how many there is room for: MACHPORT_SIZED_BY")
    if param.direction == "out" and param.array and not param.counted_by:
        raise Refused(f"{what} does not say how many are written: MACHPORT_COUNTED_BY")


def _check_ownership(shape: types.Shape, param: Param, words: Words, structs: dict[str, Struct], what: str) -> None:
    in_struct = holds_ports(shape.named.name, structs)
    if param.kind or in_struct:
        suffix = " array" if param.array else " struct" if in_struct else ""
        check_port(words, param.direction + suffix, what)
    elif words.verb or words.has("maybe_dead") or words.has("released_by") or words.has("retained_until"):
        raise Refused(f"{what} says who owns it, but is no port")
    elif param.nullable and not param.pointer:
        raise Refused(f'{what} says "nullable", but is neither a port nor a pointer')


def _check_sizes(param: Param, params: list[Param], structs: dict[str, Struct]) -> None:
    """SIZED_BY and COUNTED_BY name parameters that are there and are numbers."""
    by_name = {p.name: p for p in params}
    if param.sized_by:
        size = by_name.get(param.sized_by)
        if size is None or size.direction == "out" or size.array or size.kind or not _is_number(size.type):
            raise Refused(f"parameter {param.name} is SIZED_BY {param.sized_by}, which is no integer parameter that goes in")
    if param.counted_by:
        holder, _, member = param.counted_by.partition(".")
        count = by_name.get(holder)
        good = count is not None and count.direction != "in" and not count.array
        if good and count and member:
            fields = structs[count.type].fields if count.type in structs else []
            good = any(f.name == member and _is_number(f.type) for f in fields)
        if not good or count and not member and not _is_number(count.type):
            raise Refused(f"parameter {param.name} is COUNTED_BY {param.counted_by}, which is no integer that comes out")


def _is_number(name: str) -> bool:
    return name in SCALARS or name == SIZE
