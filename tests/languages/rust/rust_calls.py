"""Writes the calls of the Rust runner: each function of the raw layer, by its name.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from typing import Any

from vector_table import Definition

SCALARS = {"uint32_t": "u32", "int32_t": "i32", "uint64_t": "u64", "size_t": "usize"}


def text(known: Definition) -> str:
    arms = "".join(_arm(known, function) for function in known.functions.values())
    return (
        f"pub fn call(name: &str, c: &mut Call) {{\n    match name {{\n{arms}"
        '        _ => panic!("the raw layer has no {name}"),\n    }\n}\n'
    )


def _arm(known: Definition, function: dict[str, Any]) -> str:
    name = function["name"]
    module = "embedded" if name.startswith("mach_embedded_") else "sys"
    arguments = ", ".join(_argument(known, param) for param in function["params"])
    method = {"machport_status_t": "answer_status", "const char *": "answer_text"}.get(function["returns"], "answer_number")
    cast = " as u64" if method == "answer_number" else ""
    return f'        "{name}" => {{ let r = unsafe {{ {module}::{name}({arguments}) }}; c.{method}(r{cast}) }}\n'


def _argument(known: Definition, param: dict[str, Any]) -> str:
    if param.get("pointer"):
        return f'c.place("{param["name"]}").cast()'
    return f'c.number("{param["name"]}") as {SCALARS[known.base(param["type"])]}'
