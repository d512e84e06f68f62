"""Writes the calls of the Rust runner: each function of the raw layer, by its name.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from vector_definition import Definition, Function

SCALARS = {"u32": "u32", "i32": "i32", "u64": "u64", "size": "usize"}


def text(known: Definition) -> str:
    arms = "".join(_arm(function) for function in known.functions.values())
    return (
        f"pub fn call(name: &str, c: &mut Call) {{\n    match name {{\n{arms}"
        '        _ => panic!("the raw layer has no {name}"),\n    }\n}\n'
    )


def _arm(function: Function) -> str:
    module = "embedded" if function.name.startswith("mach_embedded_") else "sys"
    arguments = ", ".join(
        f"c.number({place}) as {SCALARS[each.type]}" if each.shape == "scalar" and each.given else f"c.place({place}).cast()"
        for place, each in enumerate(function.parameters)
    )
    cast = " as i128" if function.returns == "number" else ""
    called = f"let r = unsafe {{ {module}::{function.name}({arguments}) }};"
    return f'        "{function.name}" => {{ {called} c.answer_{function.returns}(r{cast}) }}\n'
