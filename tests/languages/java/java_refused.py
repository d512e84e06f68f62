"""Which of the bad inputs Java refuses: the compiler those of another type, the layer those that do not fit, when it runs.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from bad_inputs import ROOT, Argument, Case
from language import Workshop
from machport_gen import ir
from machport_gen.emit import java_words, managed

KNOWN = ir.loads((ROOT / "abi" / "machport.json").read_text(encoding="utf-8"))
INTS = range(-(2**31), 2**31)
LONGS = range(-(2**63), 2**63)
MAIN = """
    interface Call { void make() throws Exception; }

    static void run(int number, Call call) throws Exception {
        try {
            call.make();
        } catch (IllegalArgumentException | NullPointerException refused) {
            System.out.println(number);
        } catch (machport.MachError error) {
        }
    }
"""


def refused(workshop: Workshop, cases: list[Case]) -> set[int]:
    # A number that is no literal is found by the parser, which leaves the types alone then.
    huge = [case for case in cases if any(each.bad and each.number not in LONGS for each in case.arguments)]
    found = compiled(workshop, "Huge", huge) | compiled(workshop, "Typed", [case for case in cases if case not in huge])
    left = [case for case in cases if case.number not in found]
    return found | ran(workshop, left)


def compiled(workshop: Workshop, name: str, cases: list[Case]) -> set[int]:
    methods = [f"static void case_{case.number}() throws Exception {{ {call(case)} }}" for case in cases]
    source = source_of(workshop, name, "", methods)
    made = workshop.folder / "classes"
    options = ["-Xmaxerrs", "100000", "-proc:none", "-cp", str(made), "-d", str(workshop.folder / "refused")]
    told = subprocess.run(["javac", *options, str(source)], capture_output=True, text=True, check=False).stderr
    lines = {int(line) for line in re.findall(rf"{name}\.java:(\d+): error:", told)}
    return {cases[line - 2].number for line in lines if line >= 2}


def ran(workshop: Workshop, cases: list[Case]) -> set[int]:
    calls = "\n".join(f"run({case.number}, () -> {{ {call(case)} }});" for case in cases)
    source = source_of(workshop, "Ran", MAIN, [f"public static void main(String[] a) throws Exception {{\n{calls}\n}}"])
    made = workshop.folder / "refused"
    workshop.run("javac", "-cp", workshop.folder / "classes", "-d", made, source)
    path = f"{made}:{workshop.folder / 'classes'}"
    told = workshop.run("java", f"-Djava.library.path={workshop.folder}", "-cp", path, "Ran")
    return {int(line) for line in told.split()}


def source_of(workshop: Workshop, name: str, head: str, lines: list[str]) -> Path:
    folder = workshop.folder / "refused"
    folder.mkdir(exist_ok=True)
    source = folder / f"{name}.java"
    source.write_text(f"class {name} {{{head}\n" + "\n".join(lines) + "\n}\n", encoding="utf-8")
    return source


def call(case: Case) -> str:
    arguments = ", ".join(argument(each) for each in case.arguments)
    return f"machport.Raw.{java_words.name(managed.bare(KNOWN, case.function))}({arguments});"


def argument(given: Argument) -> str:
    if given.bad in ("text", "nothing"):
        return {"text": '"text"', "nothing": "null"}[given.bad]
    if given.bad == "number":
        return "5"
    if given.form == "bytes":
        return "new byte[0]"
    if given.form == "structs":
        return f"new machport.Raw.{managed.struct_name(KNOWN, given.struct)}[0]"
    if given.form == "struct":
        return struct(given.struct)
    return str(given.number) if given.number in INTS else f"{given.number}L"


def struct(name: str) -> str:
    """One that holds nothing but zeros."""
    described = KNOWN.struct(name)
    assert described is not None
    shown = managed.shown_fields(described)
    zeros = ", ".join(struct(type_) if KNOWN.struct(type_) else "0" for _, type_, _ in shown)
    return f"new machport.Raw.{managed.struct_name(KNOWN, name)}({zeros})"
