"""How a value goes to C and comes back in Java's raw layer: what stands before the native call, in it, and after it.

SPDX-License-Identifier: MIT OR Apache-2.0

What lies in memory goes as bytes, an integer within its range.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..ir import SCALARS, Definition, Struct
from ..shape import Call, Value
from . import managed
from .java_words import CHECKED, TYPES, code, name, put, type_of
from .managed import Body


def parameter(definition: Definition, call: Call, value: Value, body: Body, counted: Iterator[int]) -> None:
    param, own = value.param, name(value.param.name)
    where = f'"{call.function.name}: {param.name}"'
    type_ = type_of(definition, value)
    if value.form == "integer":
        _integer(value, own, where, body, counted)
        return
    if param.direction == "in" and value.form in ("bytes", "text"):
        body.arguments.append(
            f"Objects.requireNonNull({own}, {where})" if value.form == "bytes" else f"Memory.text({where}, {own})"
        )
        return
    item = type_.removesuffix("[]")
    size = (
        "1" if value.form == "bytes" else f"{item}.SIZE" if value.struct else str(SCALARS[value.scalar][1].bit_length() + 7 >> 3)
    )
    memory = f"{own}Memory"
    body.arguments.append(f"{memory}.bytes")
    if param.direction == "out" and param.array:
        body.before.append(f"Memory {memory} = Memory.room({where}, {name(param.sized_by)}, {size});")
    elif param.direction == "out":
        sized = f".i32({size})" if managed.is_sized(_struct(definition, value)) else ""
        body.before.append(f"Memory {memory} = new Memory({size}){sized};")
    else:
        body.before += _packed(value, own, where, item, size)
    if param.direction == "out" and not param.array:
        body.after.append(f"{type_} {own} = {item}.unpack({memory}.again());")
        body.results.append((type_, own, own))
    elif param.direction != "in":
        body.results.append((type_, own, _unpacked(call, value, item, memory, size)))


def _struct(definition: Definition, value: Value) -> Struct:
    struct = definition.struct(value.struct)
    assert struct is not None
    return struct


def _integer(value: Value, own: str, where: str, body: Body, counted: Iterator[int]) -> None:
    param = value.param
    if param.direction != "out":
        checked = CHECKED.get(value.scalar)
        body.arguments.append(f"Memory.{checked}({where}, {own})" if checked else own)
    if param.direction != "in":
        told = f"told[{next(counted)}]"
        type_ = TYPES[value.scalar]
        body.results.append((type_, own, told if type_ == "long" else f"({type_}) {told}"))


def _packed(value: Value, own: str, where: str, item: str, size: str) -> list[str]:
    """The memory of what goes in."""
    memory = f"{own}Memory"
    if not value.param.array:
        made = f"new Memory({size})"
        made = f"{own} == null ? Memory.NULL : {made}" if value.param.nullable else made
        packed = f"{own}.pack({memory}, {where});"
        return [f"Memory {memory} = {made};", f"if ({own} != null)\n        {packed}" if value.param.nullable else packed]
    each = f"{own}[i].pack({memory}, {where});" if value.struct else put(value.scalar, f"{own}[i]", where)
    each = each.replace("memory.", f"{memory}.", 1) if not value.struct else each
    return [f"Memory {memory} = Memory.of({own}.length, {size});", f"for (int i = 0; i < {own}.length; i++)\n        {each}"]


def _unpacked(call: Call, value: Value, item: str, memory: str, size: str) -> str:
    if not value.param.array:
        read = f"{item}.unpack({memory}.again())"
        return f"{memory} == Memory.NULL ? null : {read}" if value.param.nullable else read
    count = _count(call, value)
    if value.form == "bytes":
        return f"{memory}.first({count})"
    if value.struct:
        return f"{memory}.all({count}, {size}, {item}[]::new, {item}::unpack)"
    return f"{memory}.{code(value.scalar)}s({count})"


def _count(call: Call, value: Value) -> str:
    """How many elements a call wrote."""
    holder, _, member = value.param.counted_by.partition(".")
    if not holder:
        return f"{name(value.param.sized_by)}" if value.param.direction == "out" else f"{name(value.param.name)}.length"
    counter = call.values[holder]
    if member:
        return f"{name(holder)}.{name(member)}()"
    if counter.param.direction == "in":
        return name(holder)
    integers = [v.param.name for v in call.results if v.form == "integer"]
    return f"told[{integers.index(holder) + 1}]"
