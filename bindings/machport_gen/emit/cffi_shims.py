"""What the cffi layer calls: the declarations for cffi, and C shims that return results by value.

SPDX-License-Identifier: MIT OR Apache-2.0

A shim returns the status alone; or one result of 32 bits, packed into a uint64_t with the status above it; or the status and
anything else in a struct. It needs no cell in memory for a result, which makes it fast, and safe in threads.
"""

from __future__ import annotations

from ..ir import Definition
from ..shape import Call, Value, calls
from . import cffi_drops, drops, prose
from .cffi_values import c_name

STATUS_FUNCTIONS = ("machport_status_name", "machport_status_text")
PACKED = ("int32_t", "uint32_t")


def module(definition: Definition) -> str:
    return prose.module_name(definition, "cffi")


def cdef(definition: Definition) -> str:
    """What cffi reads: the functions and shims that the layer calls."""
    made = calls(definition)
    names = [c.function.name for c in made]
    lines = [f"const char *{name}(int32_t status);" for name in STATUS_FUNCTIONS if name not in names]
    for call in made:
        lines += [_results_struct(call)] if form(call) == "struct" else []
        lines.append(f"{_prototype(definition, call)};")
        lines += [cffi_drops.prototype(definition, call)] if dropped(definition, call) else []
    return prose.c_header(definition, "What the cffi layer calls, for cffi.") + "\n" + "\n".join(lines) + "\n"


def shims(definition: Definition) -> str:
    """The C source that the extension module is made of."""
    made = calls(definition)
    own = STATUS_FUNCTIONS[0] in [c.function.name for c in made]
    includes = [f"#include <{definition.header}>", *([] if own else ["#include <machport.h>"])]
    parts = [prose.c_header(definition, "The shims that the cffi layer calls."), "\n".join(includes)]
    if any(cffi_drops.gives(definition, call) for call in made):
        parts.append(cffi_drops.notes(definition))
    for call in made:
        if _shimmed(call):
            parts.append(_shim(definition, call))
        if dropped(definition, call):
            parts.append(cffi_drops.function(definition, call))
    return "\n\n".join(parts) + "\n"


def integers_out(call: Call) -> list[Value]:
    return [v for v in call.results if v.form == "integer"]


def _shimmed(call: Call) -> bool:
    return any(p.pointer and v.form != "text" for p, v in ((v.param, v) for v in call.values.values()))


def form(call: Call) -> str:
    """How a shim returns: status, packed, or struct."""
    outs = integers_out(call)
    if not outs:
        return "status"
    return "packed" if len(outs) == 1 and outs[0].scalar in PACKED else "struct"


def dropped(definition: Definition, call: Call) -> bool:
    """Whether Python makes results itself of what holds rights: of memory, or of a struct."""
    return bool(drops.dropped(definition, call)) or (form(call) == "struct" and cffi_drops.gives(definition, call))


def called(call: Call) -> str:
    return f"{call.function.name}_shim" if _shimmed(call) else call.function.name


def _results_struct(call: Call) -> str:
    fields = " ".join(f"{v.scalar} {c_name(v)};" for v in integers_out(call))
    return f"typedef struct {{ int32_t status; {fields} }} {call.function.name}_results;"


def _prototype(definition: Definition, call: Call) -> str:
    function = call.function
    returns = {"status": "int32_t", "packed": "uint64_t", "struct": f"{function.name}_results"}[form(call)]
    if not call.raises:
        returns = "const char *" if call.returns == "text" else call.returns
    parameters = []
    for value in call.values.values():
        param = value.param
        if value.form == "text":
            parameters.append(f"const char *{c_name(value)}")
        elif param.pointer and (param.array or value.form == "struct"):
            parameters.append(f"{'const ' if param.direction == 'in' else ''}void *{c_name(value)}")
        elif not param.pointer or param.direction == "inout":
            parameters.append(f"{definition.base(param.type)} {c_name(value)}")
    return f"{returns}{'' if returns.endswith('*') else ' '}{called(call)}({', '.join(parameters) or 'void'})"


def _shim(definition: Definition, call: Call) -> str:
    made, name = form(call), call.function.name
    arguments, cells = [], []
    for value in call.values.values():
        place, integer_out = c_name(value), value.form == "integer" and value.param.pointer
        arguments.append(f"&{'results.' if made == 'struct' else ''}{place}" if integer_out else place)
        if made == "struct" and value.param.direction == "inout" and integer_out:
            cells.append(f"results.{place} = {place};")
        elif made == "packed" and value.param.direction == "out" and integer_out:
            cells.append(f"{value.scalar} {place} = 0;")
    invoked = f"{name}({', '.join(arguments)})"
    if made == "status":
        body = [f"return {invoked};"]
    elif made == "packed":
        result = c_name(integers_out(call)[0])
        body = [
            *cells,
            f"int32_t status = {invoked};",
            *cffi_drops.noted(definition, call, ""),
            f"return (uint64_t)(uint32_t)status << 32 | (uint32_t){result};",
        ]
    else:
        noted = cffi_drops.noted(definition, call, "results.")
        body = [f"{name}_results results = {{0}};", *cells, f"results.status = {invoked};", *noted, "return results;"]
    struct = _results_struct(call) + "\n" if made == "struct" else ""
    return f"{struct}static {_prototype(definition, call)}\n{{\n" + "".join(f"    {line}\n" for line in body) + "}"
