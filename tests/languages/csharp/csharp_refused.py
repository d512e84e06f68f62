"""Which of the bad inputs C# refuses: its compiler those of another type or out of range, the layer null, when it runs.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from bad_inputs import ROOT, Argument, Case
from language import Workshop, module
from machport_gen import ir
from machport_gen.emit import csharp_words, managed

KNOWN = ir.loads((ROOT / "abi" / "machport.json").read_text(encoding="utf-8"))
LONGS = range(-(2**63), 2**64)
MAIN = """
static void Run(int number, System.Action call)
{
    try {
        call();
    } catch (System.Exception refused) when (refused is System.ArgumentException || refused is System.OverflowException) {
        System.Console.WriteLine(number);
    } catch (MachException) {
    }
}
"""


def refused(workshop: Workshop, cases: list[Case]) -> set[int]:
    # A number that is no literal is found before the types are looked at.
    huge = [case for case in cases if any(each.bad and each.number not in LONGS for each in case.arguments)]
    found = compiled(workshop, "huge", huge) | compiled(workshop, "typed", [case for case in cases if case not in huge])
    return found | ran(workshop, [case for case in cases if case.number not in found])


def compiled(workshop: Workshop, name: str, cases: list[Case]) -> set[int]:
    source = source_of(workshop, name, [f"static void Case{case.number}() {{ {call(case)} }}" for case in cases])
    command = ["mcs", "-target:library", "-r:machport.dll", f"-out:{name}.dll", str(source)]
    done = subprocess.run(command, cwd=workshop.folder, capture_output=True, text=True, check=False)
    lines = {int(line) for line in re.findall(rf"{name}\.cs\((\d+),\d+\): error", done.stdout + done.stderr)}
    return {cases[line - 2].number for line in lines if line >= 2}


def ran(workshop: Workshop, cases: list[Case]) -> set[int]:
    calls = "\n".join(f"Run({case.number}, () => {{ {call(case)} }});" for case in cases)
    source = source_of(workshop, "ran", [MAIN, f"static void Main()\n{{\n{calls}\n}}"])
    language = module(Path(__file__).with_name("csharp_language.py"))
    program = language.compiled(workshop, "ran.exe", source)
    return {int(line) for line in workshop.run(*language.mono(workshop, program)).split()}


def source_of(workshop: Workshop, name: str, lines: list[str]) -> Path:
    source = workshop.folder / f"{name}.cs"
    source.write_text("using Machport; static class BadInputs {\n" + "\n".join(lines) + "\n}\n", encoding="utf-8")
    return source


def call(case: Case) -> str:
    arguments = ", ".join(argument(each) for each in case.arguments)
    return f"Raw.{csharp_words.method(managed.bare(KNOWN, case.function))}({arguments});"


def argument(given: Argument) -> str:
    if given.bad in ("text", "nothing"):
        return {"text": '"text"', "nothing": "null"}[given.bad]
    if given.bad == "number":
        return "5"
    if given.form == "bytes":
        return "new byte[0]"
    if given.struct:
        own = f"Raw.{managed.struct_name(KNOWN, given.struct)}"
        return f"new {own}[0]" if given.form == "structs" else f"new {own}()"
    return str(given.number)
