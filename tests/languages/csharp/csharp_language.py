"""C#: SWIG's native half, and above it the classes of bindings/csharp, whose raw layer is generated. Mono compiles and runs them.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from pathlib import Path

from bad_inputs import ROOT, Case
from language import Language, Workshop, module

HERE = Path(__file__).resolve().parent
CLASSES = ROOT / "bindings" / "csharp"
WARNINGS = ["-warn:4", "-warnaserror+"]
LAYERS = {"machport": ("Raw", ["-lmachport"]), "embedded": ("Embedded", ["-lmach"])}
"""The interface of each layer, with its class and what it is linked to."""


def build(workshop: Workshop) -> None:
    natives = []
    for interface, (layer, link) in LAYERS.items():
        wrapper = workshop.swig("csharp", interface, f"{layer}Glue", f"{interface}_wrap.c", "-dllimport", f"{interface}_csharp")
        natives.append(workshop.folder / f"{layer}GluePINVOKE.cs")
        library = workshop.folder / f"lib{interface}_csharp.so"
        include = [workshop.prefix / "include" / "machport", workshop.prefix / "include" / "machport-mach"]
        options = ["-std=c11", "-O2", "-fPIC", "-shared", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]
        headers = [f"-I{folder}" for folder in (*include, workshop.prefix / "include")]
        workshop.run("gcc", *options, *headers, wrapper, f"-L{workshop.libraries}", *link, "-o", library)
    sources = [*sorted(CLASSES.glob("*.cs")), *natives]
    workshop.run("mcs", *WARNINGS, "-unsafe", "-target:library", "-out:machport.dll", *sources)
    compiled(workshop, "run_vectors.exe", *sorted((HERE / "runner").glob("*.cs")), references=["System.Web.Extensions"])


def compiled(workshop: Workshop, program: str, *sources: Path, references: list[str] | None = None) -> Path:
    """A program beside machport.dll."""
    # A table's fields are filled from JSON alone.
    options = [*WARNINGS, "-nowarn:0649", "-r:machport.dll", *(f"-r:{name}" for name in references or [])]
    workshop.run("mcs", *options, f"-out:{program}", *sources)
    return workshop.folder / program


def environment(workshop: Workshop) -> dict[str, str]:
    """Where the loader finds the native halves."""
    return {"LD_LIBRARY_PATH": f"{workshop.folder}:{workshop.libraries}"}


def mono(workshop: Workshop, *arguments: str | Path) -> list[str | Path]:
    return ["env", *(f"{name}={value}" for name, value in environment(workshop).items()), "mono", "--debug", *arguments]


def runner(workshop: Workshop) -> list[str | Path]:
    return mono(workshop, workshop.folder / "run_vectors.exe")


def refused(workshop: Workshop, cases: list[Case]) -> set[int]:
    found: set[int] = module(HERE / "csharp_refused.py").refused(workshop, cases)
    return found


LANGUAGE = Language(
    name="C#",
    route="SWIG's P/Invoke, and a class above it, generated",
    version=["mono", "--version"],
    build=build,
    runner=runner,
    refused=refused,
)
