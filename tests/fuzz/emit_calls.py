"""Writes the calls of the definition, machport_* and what the embedded Mach has beside it, as functions of an input's bytes.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "vectors"))
from vector_definition import Function, Parameter, definition  # noqa: E402

C = {"u32": "uint32_t", "i32": "int32_t", "u64": "uint64_t", "size": "size_t"}
LEFT_OUT = {
    "mach_embedded_reset": "ends the tasks that the target looks at",
    "mach_embedded_task_create": "by hand, as the next three",
    "mach_embedded_task_enter": "",
    "mach_embedded_task_destroy": "",
    "mach_embedded_right_give": "",
}
MOST = 24
"""Less than so many elements, or words of bytes."""


def emitted() -> str:
    functions = [each for name, each in definition("embedded").functions.items() if name not in LEFT_OUT]
    lines = ["/* The calls of the definition: written by emit_calls.py, not to be edited. */", '#include "calls.h"']
    lines += ["#include <mach/embedded.h>", "#include <machport/machport.h>", "#include <unistd.h>"]
    for function in functions:
        lines += [
            f"static void call_{function.name}(struct bytes *in)",
            "{",
            "    (void)in;",
            *map("    {}".format, _body(function)),
            "}",
        ]
    lines += ["static call_function *const functions[] = {", *(f"    call_{each.name}," for each in functions), "};"]
    lines.append("const struct calls calls_of_machport = {functions, sizeof functions / sizeof *functions};")
    return "\n".join(lines) + "\n"


def _body(function: Function) -> Iterator[str]:
    sizes = {each.sized_by for each in function.parameters if each.sized_by}
    for name in sorted(sizes):
        unit = " * 6" if any(each.shape == "bytes" and each.sized_by == name for each in function.parameters) else ""
        yield f"const size_t {name} = any_byte(in) % {MOST}{unit};"
    for each in function.parameters:
        if each.name not in sizes:
            yield from _argument(each)
    arguments = ", ".join(_passed(each) for each in function.parameters)
    yield f"(void){function.name}({arguments});"
    for each in function.parameters:
        yield from _afterwards(each)


def _type(parameter: Parameter) -> str:
    return parameter.struct.name if parameter.struct else "uint8_t" if parameter.shape == "bytes" else C[parameter.type]


def _argument(parameter: Parameter) -> Iterator[str]:
    name, type_, struct = parameter.name, _type(parameter), parameter.struct
    if parameter.sized_by:
        yield f"{type_} *{name} = any_buffer(in, {parameter.sized_by} * sizeof *{name});"
        if struct:
            yield f"for (size_t i = 0; i < {parameter.sized_by}; i++)"
            yield f"    any_right(in, &{name}[i]);"
    elif struct and struct.sized:
        yield f"const uint32_t size_of_{name} = any_byte(in) % 4 ? sizeof({type_}) : any_byte(in) + 4u;"
        yield f"{type_} *{name} = any_buffer(in, size_of_{name});"
        yield f"memcpy({name}, &size_of_{name}, sizeof size_of_{name});"
    elif struct:
        yield f"{type_} *{name} = any_byte(in) % 4 ? any_buffer(in, sizeof *{name}) : NULL;"
        yield f"if ({name} != NULL)"
        yield f"    any_right(in, {name});"
    elif parameter.written:
        yield f"{type_} {name} = 0;"
    else:
        yield f"const {type_} {name} = {_number(parameter)};"


def _number(parameter: Parameter) -> str:
    if parameter.name == "timeout_ns":
        return "0"
    if parameter.kind:
        return "any_name(in)"
    return {"u32": "any_u32(in)", "i32": "any_i32(in)"}.get(parameter.type, "any_number(in)")


def _passed(parameter: Parameter) -> str:
    return f"&{parameter.name}" if parameter.written and not parameter.struct and not parameter.sized_by else parameter.name


def _afterwards(parameter: Parameter) -> Iterator[str]:
    name, elements = parameter.name, parameter.sized_by
    if parameter.written and parameter.kind and not elements:
        yield f"ground_keep({name});"
    if name == "fd":
        yield "if (fd >= 0)"
        yield "    close(fd);"
    if elements and parameter.struct and parameter.written:
        yield f"for (size_t i = 0; i < {elements}; i++)"
        yield f"    ground_keep({name}[i].name);"
    if elements or parameter.struct:
        yield f"free({name});"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(emitted(), encoding="utf-8")
