"""Go: the module `machport`, whose package `raw` is generated above SWIG's half. Everything that Go makes lies in the workshop.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

from bad_inputs import Argument, Case
from language import ROOT, Language, Workshop, module
from vector_definition import definition

HERE = Path(__file__).resolve().parent
MODULE = ROOT / "bindings" / "go"


def environment(workshop: Workshop) -> dict[str, str | Path]:
    """Nobody's settings, nothing from a network, and nothing kept elsewhere."""
    offline = {"GOENV": "off", "GOFLAGS": "", "GOPROXY": "off", "GOTOOLCHAIN": "local", "GOWORK": "off", "CGO_ENABLED": "1"}
    return {**offline, "GOCACHE": workshop.folder / "cache", "GOPATH": workshop.folder / "path"}


def go(workshop: Workshop, *arguments: str | Path, cwd: Path = MODULE, check: bool = True, **more: str) -> str:
    """What go prints; RuntimeError, with what it said, where it fails."""
    return workshop.run("go", *arguments, cwd=cwd, check=check, **environment(workshop), **more)


def program(workshop: Workshop, name: str, files: dict[str, str]) -> Path:
    """The folder of a module that uses machport's, with these files."""
    folder = workshop.folder / name
    shutil.rmtree(folder, ignore_errors=True)
    replaced = f"require machport v0.0.0\n\nreplace machport => {json.dumps(str(MODULE))}\n"
    for file, text in {"go.mod": f"module {name}\n\ngo 1.19\n\n{replaced}", **files}.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def build(workshop: Workshop) -> None:
    sources = {source.name: source.read_text(encoding="utf-8") for source in HERE.glob("*.go")}
    sources["calls.go"] = module(HERE / "go_calls.py").text(definition("embedded"))
    go(workshop, "build", "-o", workshop.folder / "run_vectors", ".", cwd=program(workshop, "vectors", sources))


def runner(workshop: Workshop) -> list[str | Path]:
    return [workshop.folder / "run_vectors"]


def refused(workshop: Workshop, cases: list[Case]) -> set[int]:
    """The compiler's verdict, a line of source for each case."""
    head = 'package main\n\nimport "machport/raw"\n\n'
    lines = "".join(f"func case{case.number}() {{ {_call(case)} }}\n" for case in cases)
    folder = program(workshop, "bad", {"main.go": head + lines})
    command = ["go", "build", "-gcflags=-e", "."]
    told = subprocess.run(
        command, cwd=folder, env=workshop.environment(**environment(workshop)), capture_output=True, text=True, check=False
    )
    first = head.count("\n") + 1
    found = {int(line) for line in re.findall(r"main\.go:(\d+):\d+: ", told.stderr)}
    return {cases[line - first].number for line in found if first <= line < first + len(cases)}


def _call(case: Case) -> str:
    function = definition("embedded").functions[case.function]
    nullable = {parameter.name for parameter in function.parameters if parameter.nullable}
    arguments = [_argument(argument, argument.name in nullable) for argument in case.arguments]
    return f"{module(HERE / 'go_calls.py').spelled(case.function)}({', '.join(arguments)})"


def _argument(argument: Argument, nullable: bool) -> str:
    """A nil slice is an empty one: what is nothing for it is no slice."""
    if argument.bad == "nothing":
        return "nil" if argument.form == "integer" else "struct{}{}"
    if argument.bad in ("text", "number"):
        return {"text": '"text"', "number": "5"}[argument.bad]
    if argument.form == "struct" and not nullable:
        return f"raw.{argument.struct.removeprefix('machport_').removesuffix('_t').capitalize()}{{}}"
    return str(argument.number) if argument.form == "integer" else "nil"


LANGUAGE = Language(
    name="Go",
    route="SWIG's cgo, and packages above it, generated",
    version=["go", "version"],
    build=build,
    runner=runner,
    refused=refused,
)
