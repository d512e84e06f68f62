"""Ruby: the raw layer by SWIG, and owned rights in Ruby and C above it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from pathlib import Path

from bad_inputs import ROOT, Case
from glue import compiled
from language import Language, Workshop
from spelled import Spelling, refused

HERE = Path(__file__).resolve().parent
BINDING = ROOT / "bindings" / "ruby"
MODULES = {"machport": "raw", "embedded": "embedded"}
QUIET = ["-Wno-missing-field-initializers", "-Wno-unused-function"]
SPELLING = Spelling(
    head="""require "machport/raw"
def refused(number)
  yield
rescue Machport::MachError
rescue NoMethodError
  raise
rescue TypeError, RangeError, ArgumentError
  puts number
end
""",
    line="refused({number}) {{ Machport::Raw.{call}({arguments}) }}",
    nothing="nil",
    struct=lambda fields: "{" + ", ".join(f"{name}: {value}" for name, value in fields.items()) + "}",
)


def build(workshop: Workshop) -> None:
    for interface, module in MODULES.items():
        wrapper = workshop.swig("ruby", interface, f"machport::{module}", f"{module}.cpp")
        compile_module(workshop, wrapper, workshop.folder / "machport" / f"{module}.so")
    compile_module(workshop, BINDING / "ext" / "right.c", workshop.folder / "machport" / "right.so")


def compile_module(workshop: Workshop, source: Path, module: Path) -> None:
    compiler = ["gcc", "-std=gnu11"] if source.suffix == ".c" else ["g++", "-std=c++17"]
    headers = workshop.run("pkg-config", "--cflags-only-I", "ruby").replace("-I", "-isystem").split()
    compiled(workshop, compiler, "ruby", source, module, *QUIET, *headers)


def ruby(workshop: Workshop) -> list[str | Path]:
    """The interpreter, which warns, where it finds machport."""
    return ["ruby", "-w", f"-I{workshop.folder}", f"-I{BINDING / 'lib'}"]


def runner(workshop: Workshop) -> list[str | Path]:
    return [*ruby(workshop), HERE / "run_vectors.rb"]


def refusals(workshop: Workshop, cases: list[Case]) -> set[int]:
    return refused(workshop, cases, SPELLING, workshop.folder / "bad_inputs.rb", ruby(workshop))


LANGUAGE = Language(
    name="Ruby",
    route="SWIG; owned rights in Ruby",
    version=["ruby", "--version"],
    build=build,
    runner=runner,
    refused=refusals,
)
