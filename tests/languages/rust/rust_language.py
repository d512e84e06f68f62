"""Rust: the crate `machport`, whose module `sys` is generated.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import json
from pathlib import Path

from bad_inputs import Argument, Case
from language import ROOT, Language, Workshop, module
from vector_definition import definition

HERE = Path(__file__).resolve().parent
CRATE = ROOT / "bindings" / "rust"


def build(workshop: Workshop) -> None:
    calls = module(HERE / "rust_calls.py")
    (workshop.folder / "calls.rs").write_text(calls.text(definition("embedded")), encoding="utf-8")
    cargo(workshop, "build", "--locked", "--manifest-path", HERE / "Cargo.toml")


def cargo(workshop: Workshop, *arguments: str | Path, check: bool = True) -> str:
    return workshop.run(
        "cargo",
        *arguments,
        "--quiet",
        check=check,
        CARGO_TARGET_DIR=workshop.folder / "target",
        MACHPORT_LIB_DIR=workshop.libraries,
        MACHPORT_CALLS=workshop.folder / "calls.rs",
    )


def runner(workshop: Workshop) -> list[str | Path]:
    return [workshop.folder / "target" / "debug" / "machport-vectors"]


def refused(workshop: Workshop, cases: list[Case]) -> set[int]:
    """The compiler's verdict, a line of source for each case. A number that is out of range is found later than a wrong type, and
    only where there is none: hence two programs."""
    beyond = [case for case in cases if any(_is_out_of_range(argument) for argument in case.arguments)]
    found: set[int] = set()
    for name, some in (("beyond", beyond), ("types", [case for case in cases if case not in beyond])):
        folder = workshop.folder / name
        (folder / "src").mkdir(parents=True, exist_ok=True)
        manifest = (
            f'[package]\nname = "{name}"\nedition = "2021"\n[dependencies]\nmachport = {{ path = "{CRATE}" }}\n[workspace]\n'
        )
        (folder / "Cargo.toml").write_text(manifest)
        head = "#![allow(unused)]\nuse machport::sys::*;\nuse core::ptr::null_mut;\n"
        lines = head.splitlines()
        (folder / "src" / "lib.rs").write_text(
            head + "".join(f"pub fn case_{case.number}() {{ {_call(case)} }}\n" for case in some)
        )
        told = cargo(workshop, "check", "--message-format=json", "--manifest-path", folder / "Cargo.toml", check=False)
        found |= {some[line - len(lines) - 1].number for line in _errors(told) if line > len(lines)}
    return found


def _is_out_of_range(argument: Argument) -> bool:
    """Less than nothing is another type's."""
    return argument.bad == "above" or (argument.bad == "below" and argument.number < -1)


def _errors(told: str) -> set[int]:
    messages = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    errors = [m["message"] for m in messages if m["reason"] == "compiler-message" and m["message"]["level"] == "error"]
    return {span["line_start"] for error in errors for span in error["spans"] if span["is_primary"]}


def _call(case: Case) -> str:
    """As Rust writes it: the places of results are NULL, and sizes stand where C has them."""
    function = definition("embedded").functions[case.function]
    given = {argument.name: argument for argument in case.arguments}
    arguments = []
    for parameter in function.parameters:
        if not parameter.given:
            arguments.append("null_mut()")
        elif parameter.name in function.sizes:
            arguments.append("0usize")
        elif parameter.name in given:
            arguments.append(_argument(given[parameter.name]))
    if "more" in given:
        arguments.append("0u32")
    return f"unsafe {{ {case.function}({', '.join(arguments)}); }}"


def _argument(argument: Argument) -> str:
    if argument.bad in ("text", "nothing"):
        return {"text": '"text"', "nothing": "()"}[argument.bad]
    if argument.form == "integer":
        return str(argument.number)
    return "5" if argument.bad == "number" else "null_mut()"


LANGUAGE = Language(
    name="Rust",
    route="extern functions, generated",
    version=["rustc", "--version"],
    build=build,
    runner=runner,
    refused=refused,
)
