"""The shape of a function in a language whose functions take inputs and return results: the rules of identical layers.

SPDX-License-Identifier: MIT OR Apache-2.0

Inputs stand in C order, less outs and sizes; the room for an out-array or out-buffer is its capacity, an input. Results come
back in C order.
"""

from __future__ import annotations

import keyword
from dataclasses import dataclass, field

from .ir import ADDRESS, SCALARS, SIZE, STRUCT_SIZE, Definition, Function, Param
from .words import Refused

# As many as the hand-written typemaps have room for.
MOST_RESULTS = 8


@dataclass
class Value:
    """A parameter as the caller sees it: an integer, text, bytes, integers, a struct or structs."""

    param: Param
    name: str
    form: str
    scalar: str = ""
    struct: str = ""


@dataclass
class Call:
    """A function as the caller sees it."""

    function: Function
    values: dict[str, Value]
    inputs: list[Value] = field(default_factory=list)
    results: list[Value] = field(default_factory=list)
    # A size that the caller does not give -> the input that it is the length of.
    lengths: dict[str, str] = field(default_factory=dict)
    raises: bool = False
    returns: str = ""


def caller_name(name: str) -> str:
    """A word of Python cannot be a name in it."""
    return f"{name}_" if keyword.iskeyword(name) else name


def calls(definition: Definition) -> list[Call]:
    """Every function; Refused where one has something that no layer knows how to show."""
    return [call(definition, function) for function in definition.functions]


def call(definition: Definition, function: Function) -> Call:
    shaped = Call(function, {p.name: _value(definition, function, p) for p in function.params})
    shaped.raises = definition.is_status(function.returns)
    if not shaped.raises:
        shaped.returns = "text" if function.returns == "const char *" else definition.base(function.returns)
        if any(p.direction != "in" for p in function.params) or shaped.returns in ("opaque", ADDRESS):
            raise Refused(f"{function.name}: only a function that returns a status can have results beside it")
    for param in function.params:
        value = shaped.values[param.name]
        if param.array and param.direction != "out":
            size = shaped.values[param.sized_by].param
            if definition.base(size.type) != SIZE or size.pointer or size.name in shaped.lengths:
                raise Refused(f"{function.name}: {size.name} must be a size_t, and the size of one array alone")
            shaped.lengths[param.sized_by] = param.name
        if param.direction != "in":
            shaped.results.append(value)
    if len(shaped.results) > MOST_RESULTS:
        raise Refused(f"{function.name}: more than {MOST_RESULTS} results: give a struct")
    shaped.inputs = [v for v in shaped.values.values() if v.param.direction != "out" and v.param.name not in shaped.lengths]
    return shaped


def _value(definition: Definition, function: Function, param: Param) -> Value:
    base, name = definition.base(param.type), caller_name(param.name)
    described = definition.struct(param.type)
    struct = described.name if described else ""
    what = f"{function.name}: {param.name}"
    if param.allocated or base in ("opaque", ADDRESS):
        raise Refused(f"{what} is an address that only C can follow")
    if param.nullable and param.pointer and not param.kind and (param.array or not struct):
        raise Refused(f"{what} may be NULL, which only a struct can be here")
    if described and param.array and any(f.name == STRUCT_SIZE for f in described.fields):
        raise Refused(f"{what} is an array of structs that tell their size, each of which could differ")
    if struct:
        return Value(param, name, "structs" if param.array else "struct", struct=struct)
    if base == SIZE and param.array:
        raise Refused(f"{what} is an array of size_t, whose items are not the same everywhere")
    if base == "char" and param.array:
        raise Refused(f"{what} is text, which ends with a zero and has no size: a buffer is a void *")
    if base == "char":
        return Value(param, name, "text")
    if base == "void":
        if param.direction == "inout":
            raise Refused(f"{what} is a buffer that goes in and comes out: give it a type")
        return Value(param, name, "bytes")
    return Value(param, name, "integers" if param.array else "integer", scalar=base)


def is_narrow(value: Value) -> bool:
    """Whether it is an integer of at most 32 bits."""
    return value.form == "integer" and SCALARS.get(value.scalar, (0, 2**64))[1] < 2**32


def is_scalar(definition: Definition, function: Function) -> bool:
    """Whether all that goes in are numbers, and all that comes out are numbers and arrays of them."""
    plain = all(definition.struct(p.type) is None and definition.base(p.type) not in ("void", "char") for p in function.params)
    return plain and all(p.direction == "out" and not p.allocated for p in function.params if p.pointer)


def is_sayable(definition: Definition, function: Function) -> bool:
    """Whether the types of a language with ownership can say all of it."""
    kinds = {p.kind for p in function.params if p.verb.startswith(("owned", "consumed"))}
    own_release = any(p.released_by for p in function.params)
    returned = definition.is_status(function.returns) or not function.kind
    return (
        is_scalar(definition, function)
        and not kinds & {"any", "raw"}
        and not own_release
        and returned
        and function.returns != "void"
    )
