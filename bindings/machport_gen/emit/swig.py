"""The SWIG interface: prototypes, constants and docstrings. How a language sees a kind of parameter is in its own machport.swg.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import re

from ..ir import SCALARS, STRUCT_SIZE, Constant, Definition, Field, Param, Struct
from ..shape import Call, Value, caller_name, calls, is_narrow
from . import drops, prose

STATUS = "machport_status_t"
"""The status whose results the typemaps are written for; others have their own names for it."""


# Where a language's wrapper is C++, the header may be one of C that does not know it.
C_ALONE, C_ALONE_ENDS = '#ifdef __cplusplus\nextern "C" {\n#endif\n', "#ifdef __cplusplus\n}\n#endif\n"


def interface(definition: Definition) -> str:
    made = calls(definition)
    parts = [
        prose.c_header(definition, f"Every function of {definition.header}, for SWIG."),
        f"%module {module(definition)}",
        *opening(definition),
        _hash(definition),
        "\n".join(_constants(definition)),
        "\n\n".join(["#ifdef SWIGPYTHON", *(_docstring(call) for call in made), "#endif"]) if made else "",
        _returned(made),
        *(_function(definition, call) for call in made),
        "%machport_fastcalls()" if any(_is_fast(call) for call in made) else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def opening(definition: Definition) -> list[str]:
    """What stands before the functions: the header, the typemaps, types and structs."""
    included = f"#include <{definition.header}>"
    if definition.library == "machport":
        # To Go's tools it is known as it is installed.
        included = f"#ifdef SWIGGO\n#include <machport/{definition.header}>\n#else\n{included}\n#endif"
    return [
        f"%{{\n{C_ALONE}{included}\n{C_ALONE_ENDS}%}}",
        '%include "machport.swg"',
        *(["\n".join(_typedefs(definition))] if definition.types else []),
        "\n".join(_structs(definition)),
    ]


def module(definition: Definition) -> str:
    return prose.module_name(definition, "swig")


def shadow(definition: Definition) -> str:
    """The module that is imported; the functions are the extension's own, without proxies."""
    idea = f"The functions of {definition.header}, by SWIG."
    imported = f"# ruff: noqa: F403, F405\nfrom ._{module(definition)} import *"
    return f"{prose.header(definition, idea)}\n{imported}\n\n{prose.all_list(definition)}"


def _typedefs(definition: Definition) -> list[str]:
    named = [t for t in definition.types if t.type != "opaque"]
    typedefs = [f"typedef {t.type} {t.name};" for t in named]
    return typedefs + [f"%apply {STATUS} {{ {t.name} }};" for t in named if t.status and t.name != STATUS]


def _structs(definition: Definition) -> list[str]:
    records = [f'%machport_records("{prose.structs_module(definition)}")'] if definition.structs else []
    return records + [
        f"%machport_struct({s.name}, {', '.join(_field(definition, s, field) for field in s.fields)})" for s in definition.structs
    ]


def _field(definition: Definition, struct: Struct, field: Field) -> str:
    """How a field lies in its struct, as C says it."""
    inner = definition.struct(field.type)
    if inner:
        return f"MACHPORT_INNER({struct.name}, {inner.name}, {field.name})"
    if field.name == STRUCT_SIZE:
        return f"MACHPORT_OWN_SIZE({struct.name}, {field.name})"
    return f"MACHPORT_FIELD({struct.name}, {definition.base(field.type)}, {field.name})"


def _hash(definition: Definition) -> str:
    function = f"{definition.library}_definition_hash"
    if not any(f.name == function for f in definition.functions):
        return ""
    return f"%machport_definition(UINT64_C({definition.hash}), {function})"


def _constants(definition: Definition) -> list[str]:
    constants = [f"%constant {c.type} {c.name} = {_literal(c)};" for c in definition.constants]
    return constants + [f"%constant int32_t {s.constant} = {s.value};" for s in definition.statuses]


def _literal(constant: Constant) -> str:
    """The lowest of 64 bits has no literal of its own in C."""
    if constant.value == SCALARS["int64_t"][0]:
        return f"({constant.value + 1} - 1)"
    return f"{constant.value}{'u' if constant.type.startswith('u') else ''}"


def _docstring(call: Call) -> str:
    """Python reads the signature of a builtin from the first line of its docstring."""
    name = call.function.name
    text = f"{name}{prose.signature(call)}\n--\n\n{prose.docstring(call)}".rstrip("\n")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'%feature("docstring") {name} "{escaped}";'


def _returned(made: list[Call]) -> str:
    """What a native function of Java and Go returns is told by its name: nothing, one integer, or its status and all integers."""
    lines = [f"%machport_returns_{returns(call)}" for call in made if call.raises]
    return "\n".join(["#if defined(SWIGJAVA) || defined(SWIGGO)", *lines, "#endif"]) if lines else ""


def returns(call: Call) -> str:
    name, results = call.function.name, call.results
    if not results:
        return f"none({name})"
    one = len(results) == 1 and results[0].form == "integer"
    return f"one({name}, {results[0].scalar})" if one else f"several({name})"


def _function(definition: Definition, call: Call) -> str:
    function, positions = call.function, _positions(call)
    asked, declared, cleared = declaration(call)
    if drops.dropped(definition, call):
        taken = drops.taken(definition, call)
        # Before the first of them is let go, for that is the order of SWIG's cleaning up.
        first = _declared(next(v.param for v in taken if v.form != "integer"))
        released = " ".join(drops.released(definition, call))
        for value in taken:
            released = re.sub(rf"\b{value.name}\b", positions[value.param.name].lstrip("*"), released)
        asked.append(f"%machport_drops({first}, %arg({released}))")
    given = drops.given(definition, call, positions)
    if given:
        released = " ".join(f"(void){drops.release(definition)}({arguments});" for arguments in given)
        asked.append(f"%machport_gives({function.name}, %arg({released}))")
    lines = [*asked, *([f"%machport_blocks({function.name})"] if function.blocks else [])]
    fast = [f"%machport_fastcall({function.name})"] if _is_fast(call) else []
    return "\n".join([*lines, declared, *fast, *cleared])


def declaration(call: Call) -> tuple[list[str], str, list[str]]:
    """A function's prototype, what its parameters ask for before it, and what ends that."""
    function, positions = call.function, _positions(call)
    asked, cleared = [], []
    for value in call.values.values():
        macro = _macro(call, value, positions)
        if macro:
            asked.append(macro)
            cleared.append(f"%clear {_declared(value.param)};")
    for length in map(caller_name, call.lengths):
        asked.append(f"%machport_length({length})")
        cleared.append(f"%clear size_t {length};")
    beside = [_declared(v.param) for v in call.results if is_narrow(v) and v.param.direction == "out"]
    if len(call.results) > 1 and beside:
        # In Go one integer comes back with the status, where it is the only result.
        asked += ["#ifdef SWIGGO", f"%apply void * {{ {', '.join(beside)} }};", "#endif"]
        cleared.append(f"%clear {', '.join(beside)};")
    parameters = ", ".join(_declared(p) for p in function.params) or "void"
    returned = function.returns if function.returns.endswith("*") else f"{function.returns} "
    return asked, f"{returned}{function.name}({parameters});", cleared


def _positions(call: Call) -> dict[str, str]:
    """SWIG calls its C arguments so; what a pointer points at, where it is one."""
    return {p.name: f"{'*' if p.pointer and not p.array else ''}arg{i + 1}" for i, p in enumerate(call.function.params)}


def _is_fast(call: Call) -> bool:
    """One parameter or none needs no tuple anyway."""
    return len(call.inputs) > 1


def _declared(param: Param) -> str:
    const = "const " if param.pointer and param.direction == "in" else ""
    return f"{const}{param.type} {'*' * param.pointer}{caller_name(param.name)}"


def _macro(call: Call, value: Value, positions: dict[str, str]) -> str:
    """The macro of machport.swg for a parameter that its type alone does not explain."""
    param, form = value.param, value.form
    if not param.array:
        if form == "struct" and param.direction == "inout":
            return f"%machport_struct_inout{'_nullable' if param.nullable else ''}({value.struct}, {value.name})"
        if form == "integer" and param.direction == "inout":
            return f"%apply {value.scalar} *INOUT {{ {_declared(param)} }};"
        return ""
    kind = {"bytes": [], "integers": [param.type, value.scalar], "structs": [value.struct]}[form]
    arguments = [*kind, value.name, positions[param.sized_by]]
    if param.direction != "in":
        arguments.append(_count(call, param, positions))
    return f"%machport_{form}_{param.direction}({', '.join(arguments)})"


def _count(call: Call, param: Param, positions: dict[str, str]) -> str:
    """The C expression that tells how many elements a call wrote."""
    if not param.counted_by:
        return positions[param.sized_by]
    holder, _, member = param.counted_by.partition(".")
    return f"({positions[holder]}).{member}" if member else positions[holder]
