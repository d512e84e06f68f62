"""The C that Go calls: a function of its own for each of the definition's, which gives its results by value.

SPDX-License-Identifier: MIT OR Apache-2.0

A result needs no cell in Go's memory, which the call would move to the heap. An array is a pointer to as many as are told.
"""

from __future__ import annotations

from ..ir import STRUCT_SIZE, Definition
from ..shape import Call, Value


def by_value(value: Value) -> bool:
    """A result that comes back in the struct of results."""
    return value.param.direction != "in" and value.form in ("integer", "struct")


def results(call: Call) -> list[Value]:
    return [v for v in call.results if by_value(v)]


def is_shimmed(call: Call) -> bool:
    """Or Go calls C's own function: it has no pointer."""
    return call.raises or any(v.param.pointer for v in call.values.values())


def called(call: Call) -> str:
    """What Go calls."""
    return f"{call.function.name}_go" if is_shimmed(call) else call.function.name


# What a call does first where its rights belong to a name space: in another one it is not made.
HERE = """    results_.epoch = machport_epoch();
    if (epoch_ != 0 && epoch_ != results_.epoch) {
        results_.status = MACHPORT_E_STALE;
        return results_;
    }
    results_.called = 1;"""


def shim(definition: Definition, call: Call, *, here: bool = False) -> str:
    """The function; `here` tells the epoch that its rights are of, and is told that of the results."""
    name, arguments = call.function.name, ", ".join(_argument(v) for v in call.values.values())
    parameters = ", ".join(p for v in call.values.values() for p in _parameters(definition, v)) or "void"
    if not call.raises:
        returns = call.function.returns
        return f"static inline {returns} {called(call)}({parameters})\n{{\n    return {name}({arguments});\n}}"
    if here:
        parameters = ", ".join(["uint64_t epoch_", *([] if parameters == "void" else [parameters])])
    fields = " _Bool called; uint64_t epoch;" if here else ""
    fields += "".join(f" {c_type(definition, v)} out_{v.param.name};" for v in results(call))
    lines = [
        f"typedef struct {{ int32_t status;{fields} }} {name}_results;",
        f"static inline {name}_results {called(call)}({parameters})",
        "{",
        f"    {name}_results results_ = {{0}};",
        *([HERE] if here else []),
        *(f"    {line}" for v in call.values.values() for line in _before(definition, v)),
        f"    results_.status = {name}({arguments});",
        "    return results_;",
        "}",
    ]
    return "\n".join(lines)


def c_type(definition: Definition, value: Value) -> str:
    return value.struct or definition.base(value.param.type)


def _parameters(definition: Definition, value: Value) -> list[str]:
    param, type_ = value.param, c_type(definition, value)
    if value.form == "text":
        return [f"const char *{param.name}"]
    if param.array:
        return [f"{'const ' if param.direction == 'in' else ''}{type_} *{param.name}"]
    if param.direction == "out":
        return []
    return [f"{type_} {param.name}", *([f"_Bool {param.name}_given"] if param.nullable and param.pointer else [])]


def _argument(value: Value) -> str:
    param = value.param
    if not by_value(value):
        return f"&{param.name}" if value.form == "struct" else param.name
    place = f"&results_.out_{param.name}"
    return f"{param.name}_given ? {place} : 0" if param.nullable and param.pointer and param.direction == "inout" else place


def _before(definition: Definition, value: Value) -> list[str]:
    """What stands in a result before the call: what is given, and its size."""
    if not by_value(value):
        return []
    place = f"results_.out_{value.param.name}"
    if value.param.direction == "inout":
        return [f"{place} = {value.param.name};"]
    described = definition.struct(value.struct)
    sized = described is not None and any(f.name == STRUCT_SIZE for f in described.fields)
    return [f"{place}.{STRUCT_SIZE} = sizeof {place};"] if sized else []
