"""How a value goes to C and comes back in the cffi layer: an integer that fits, or a buffer of bytes.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from struct import calcsize

from ..ir import SCALARS, SIZE
from ..shape import Call, Value, caller_name
from .records import CODES

# What a shim calls its own.
TAKEN = frozenset(("results", "status"))


def c_name(value: Value) -> str:
    """How a shim calls it."""
    return f"{value.name}_" if value.name in TAKEN else value.name


def expected(call: Call, value: Value) -> tuple[str, str, str, str]:
    """An integer, and what a refusal says of it: where it stands, the lowest and the highest that fit."""
    low, high = (0, "_SIZE_MAX") if value.scalar == SIZE else SCALARS[value.scalar]
    return value.name, _where(call, value), str(low), str(high)


def _where(call: Call, value: Value) -> str:
    return f'"{call.function.name}: {value.name}"'


def converted(call: Call, value: Value) -> list[str]:
    """An input, as C takes it: an integer that fits, or a buffer."""
    param, name, where = value.param, value.name, _where(call, value)
    if param.direction == "out" or param.name in call.lengths:
        return []
    if value.form == "integer":
        *_, low, high = told = expected(call, value)
        return [
            f"if _type({name}) is not int or not {low} <= {name} <= {high}:",
            f"    {name} = _integer({', '.join(told)})",
        ]
    inout = "_inout" if param.direction == "inout" else ""
    made = {
        "text": f"_convert.text({name}, {where})",
        "bytes": f"_convert.contiguous({name}, {where})",
        "integers": f'_convert.integers{inout}({name}, {where}, "{CODES.get(value.scalar, "")}")',
        "struct": f"_{value.struct}.pack{'_or_none' if param.nullable else ''}({name}, {where})",
        "structs": f"_{value.struct}.pack_all({name}, {where})",
    }
    return [f"{name} = {made[value.form]}"]


def room(value: Value) -> str:
    """Room for a result, once its capacity is known to be a number."""
    capacity = caller_name(value.param.sized_by)
    made = {
        "bytes": f"_convert.room(1, {capacity})",
        "integers": f"_convert.room({_item_size(value)}, {capacity})",
        "struct": f"_{value.struct}.room()",
        "structs": f"_{value.struct}.room({capacity})",
    }
    return f"{value.name} = {made[value.form]}"


def _item_size(value: Value) -> str:
    if value.struct:
        return f"_{value.struct}.size"
    return str(calcsize("=" + CODES[value.scalar])) if value.scalar else "1"


def argument(call: Call, value: Value) -> str:
    length_of = call.lengths.get(value.param.name)
    if length_of:
        array = call.values[length_of]
        return f"_len({array.name}) // {_item_size(array)}".removesuffix(" // 1")
    if value.form in ("integer", "text"):
        return value.name
    buffer = f"_buffer({value.name})"
    return f"_ffi.NULL if {value.name} is None else {buffer}" if value.param.nullable and value.form == "struct" else buffer


def read(value: Value) -> str:
    """A result, from the buffer that C wrote; as many elements as C counts."""
    if value.form == "struct":
        return f"_{value.struct}.unpack{'_or_none' if value.param.nullable else ''}({value.name})"
    counted = value.param.counted_by or f"_len({value.name})"
    count = ".".join(caller_name(part) for part in counted.split("."))
    return {
        "bytes": f"_convert.read_bytes({value.name}, {count})",
        "integers": f'_convert.read_integers({value.name}, "{CODES.get(value.scalar, "")}", {count})',
        "structs": f"_{value.struct}.unpack_all({value.name}, {count})",
    }[value.form]
