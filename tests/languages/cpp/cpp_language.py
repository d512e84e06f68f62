"""C++: one header, generated but for its types. The runner is C's, whose calls go through the header's functions.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from bad_inputs import ROOT, Argument, Case
from language import Language, Workshop, module
from vector_definition import definition

HERE = Path(__file__).resolve().parent
VECTORS = ROOT / "tests" / "vectors"
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wsign-conversion", "-Werror"]


def includes(workshop: Workshop) -> list[str]:
    found = (workshop.prefix / "include", workshop.prefix / "include" / "machport-mach")
    return [f"-I{folder}" for folder in found]


def build(workshop: Workshop) -> None:
    sys.path.append(str(HERE))
    calls = workshop.folder / "part_calls.cpp"
    calls.write_text(module(HERE / "cpp_calls.py").text(definition("embedded")), encoding="utf-8")
    own = [f"-I{VECTORS}", f"-I{workshop.prefix / 'include' / 'machport'}", *includes(workshop)]
    workshop.run("g++", "-std=c++17", "-g", *WARNINGS, *own, "-c", calls, "-o", calls.with_suffix(".o"))
    for source in [*(VECTORS / f"{part}.c" for part in ("runner", "arguments", "results", "view", "report"))]:
        workshop.run("gcc", "-std=c11", "-g", *own, "-c", source, "-o", workshop.folder / f"part_{source.stem}.o")
    main = ROOT / "tests" / "c" / "run_vectors.c"
    workshop.run("gcc", "-std=c11", "-g", *own, "-c", main, "-o", workshop.folder / "part_main.o")


def runner(workshop: Workshop) -> list[str | Path]:
    return [sys.executable, HERE / "run_table.py", workshop.folder, workshop.prefix]


def refused(workshop: Workshop, cases: list[Case]) -> set[int]:
    """The compiler's verdict, with the warnings that this project has: a line of source for each case."""
    head = "#include <machport/machport.hpp>\n#include <optional>\n"
    source = workshop.folder / "bad_inputs.cpp"
    source.write_text(head + "".join(f"void case_{case.number}() {{ {_call(case)} }}\n" for case in cases))
    options = ["-std=c++17", "-fsyntax-only", "-ferror-limit=0", "-Wno-unused-value", "-Wno-missing-prototypes"]
    command = ["clang++", *WARNINGS, *options, *includes(workshop), str(source)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, env=workshop.environment()).stderr
    first = head.count("\n") + 1
    lines = {int(line) for line in re.findall(r"bad_inputs\.cpp:(\d+):\d+: (?:fatal )?error: ", told)}
    return {cases[line - first].number for line in lines if line >= first}


def _call(case: Case) -> str:
    """As C++ writes it: results come back, or, where C's own function is called, go to nullptr."""
    function = definition("embedded").functions[case.function]
    typed = f"machport::{case.function.removeprefix('machport_')}"
    hand = any(each.shape in ("bytes", "struct", "structs") for each in function.parameters) or case.function in BY_HAND
    given = {argument.name: argument for argument in case.arguments}
    arguments = []
    for each in function.parameters:
        if each.given and each.name in function.sizes:
            arguments.append("std::size_t{0}")
        elif each.name in given:
            arguments.append(_argument(given[each.name], "" if hand else each.kind, each.verb, each.nullable))
        elif not each.given and (hand or each.shape == "array"):
            arguments.append("nullptr")
    arguments += ["std::uint32_t{0}"] if "more" in given else []
    return f"(void){f'::{case.function}' if hand else typed}({', '.join(arguments)});"


BY_HAND = ("machport_adopt", "machport_disown", "machport_release", "machport_send_right_dup_any")


def _argument(argument: Argument, kind: str, verb: str, nullable: bool) -> str:
    if argument.bad in ("text", "nothing"):
        return {"text": '"text"', "nothing": "std::nullopt"}[argument.bad]
    if argument.bad == "number":
        return "5"
    if argument.form != "integer":
        return "nullptr"
    if not argument.bad and kind and not (nullable and verb == "borrowed"):
        made = "ref<machport::kind::{}>::borrow(0)" if verb == "borrowed" else "unique<machport::kind::{}>::adopt(0)"
        return f"machport::{made.format('send' if kind == 'any' else kind)}"
    return str(argument.number)


LANGUAGE = Language(
    name="C++",
    route="one header, generated; C's runner",
    version=["g++", "--version"],
    build=build,
    runner=runner,
    refused=refused,
)
