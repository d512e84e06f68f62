"""How a value goes to C and comes back in C#'s raw layer: what stands before the native call, in it, and after it.

SPDX-License-Identifier: MIT OR Apache-2.0

A struct has C's layout, and memory is pinned while a call has its address.
"""

from __future__ import annotations

from ..ir import SIZE, Definition
from ..shape import Call, Value
from . import managed
from .csharp_words import TYPES, name, type_of
from .managed import Body, pascal


def parameter(definition: Definition, call: Call, value: Value, body: Body, fixed: list[str]) -> None:
    param, own = value.param, name(value.param.name)
    where = f'"{call.function.name}: {param.name}"'
    if param.name in call.lengths:
        body.arguments.append(f"(UIntPtr){name(call.lengths[param.name])}.Length")
    elif param.array or value.form == "text":
        _array(definition, call, value, body, fixed, where)
    elif value.struct:
        _one(definition, value, body)
    elif param.direction == "in":
        body.arguments.append(f"(UIntPtr){own}" if value.scalar == SIZE else own)
    else:
        type_ = "UIntPtr" if value.scalar == SIZE else TYPES[value.scalar]
        copy = own if param.direction == "out" else f"{own}Copy"
        zero = "UIntPtr.Zero" if value.scalar == SIZE else "0"
        given = f"(UIntPtr){own}" if value.scalar == SIZE else own
        body.before.append(f"{type_} {copy} = {given if param.direction == 'inout' else zero};")
        body.arguments.append(f"(IntPtr)(&{copy})")
        body.results.append((type_, own, f"(ulong){copy}" if value.scalar == SIZE else copy))


def _one(definition: Definition, value: Value, body: Body) -> None:
    """A struct: a copy of what goes in."""
    struct, param, own = definition.struct(value.struct), value.param, name(value.param.name)
    assert struct is not None
    type_ = managed.struct_name(definition, value.struct)
    sized = f" {{ structSize = {managed.size_of(struct)} }}" if managed.is_sized(struct) else "()"
    if param.direction == "out":
        body.before.append(f"var {own} = new {type_}{sized};")
        body.arguments.append(f"(IntPtr)(&{own})")
        body.results.append((type_, own, own))
        return
    copy = f"{own}Copy"
    body.before.append(f"var {copy} = {own}{'.GetValueOrDefault()' if param.nullable else ''};")
    body.before += [f"{copy}.structSize = {managed.size_of(struct)};"] if managed.is_sized(struct) else []
    body.arguments.append(f"{own}.HasValue ? (IntPtr)(&{copy}) : IntPtr.Zero" if param.nullable else f"(IntPtr)(&{copy})")
    if param.direction == "inout":
        body.results.append((type_, own, f"{own}.HasValue ? {copy} : ({type_}?)null" if param.nullable else copy))


def _array(definition: Definition, call: Call, value: Value, body: Body, fixed: list[str], where: str) -> None:
    param, own = value.param, name(value.param.name)
    type_ = type_of(definition, value)
    item = "byte" if value.form == "text" else type_.removesuffix("[]")
    copy = own
    if value.form == "text":
        copy = f"{own}Copy"
        body.before.append(f"byte[] {copy} = Memory.Text({where}, {own});")
    elif param.direction == "out":
        body.before.append(f"var {own} = Memory.Room<{item}>({where}, {name(param.sized_by)});")
    elif param.direction == "in":
        body.before.append(f"Memory.NotNull({where}, {own});")
    else:
        copy = f"{own}Copy"
        body.before.append(f"var {copy} = Memory.Copy({where}, {own});")
    fixed.append(f"fixed ({item} *{own}At = {copy})")
    body.arguments.append(f"(IntPtr){own}At")
    if param.direction == "inout":
        body.results.append((type_, own, copy))
    elif param.direction == "out":
        body.results.append((type_, own, f"Memory.First({own}, {_count(call, value)})"))


def _count(call: Call, value: Value) -> str:
    """How many elements a call wrote, as a number of 64 bits."""
    holder, _, member = value.param.counted_by.partition(".")
    if not holder:
        return name(value.param.sized_by)
    return f"(ulong){name(holder)}{'.' + pascal(member) if member else ''}"
