"""Lua: the raw layer by SWIG, and owned rights in Lua above it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from pathlib import Path

from bad_inputs import ROOT, Case
from glue import compiled
from language import Language, Workshop
from spelled import Spelling, refused

HERE = Path(__file__).resolve().parent
BINDING = ROOT / "bindings" / "lua"
MODULES = {"machport": "raw", "embedded": "embedded"}
PATH = ";".join(f"{folder}/{name}" for folder in (BINDING, HERE) for name in ("?.lua", "?/init.lua"))
"""Where the interpreter finds what is not built."""
SPELLING = Spelling(
    head="""local raw = require "machport.raw"
local function case(number, name, call)
    local ok, told = pcall(call)
    if not ok and type(told) == "string" and told:find(name, 1, true) then
        print(number)
    elseif not ok and getmetatable(told) ~= raw.MachError then
        error(told, 0)
    end
end
""",
    line='case({number}, "{call}", function() raw.{call}({arguments}) end)',
    nothing="nil",
    list="{}",
    struct=lambda fields: "{" + ", ".join(f"[{name!r}] = {value}" for name, value in fields.items()) + "}",
)


def build(workshop: Workshop) -> None:
    for interface, module in MODULES.items():
        wrapper = workshop.swig("lua", interface, f"machport_{module}", f"{module}.c")
        compile_module(workshop, wrapper, workshop.folder / "machport" / f"{module}.so")
    compile_module(workshop, BINDING / "src" / "right.c", workshop.folder / "machport" / "right.so")


def compile_module(workshop: Workshop, wrapper: Path, module: Path) -> None:
    headers = workshop.run("pkg-config", "--cflags", "lua5.4").split()
    compiled(workshop, ["gcc", "-std=c11"], "lua", wrapper, module, *headers)


def lua(workshop: Workshop) -> list[str | Path]:
    """The interpreter, where it finds machport, what is built and what is not."""
    return ["env", f"LUA_PATH={PATH}", f"LUA_CPATH={workshop.folder}/?.so;;", "lua5.4"]


def runner(workshop: Workshop) -> list[str | Path]:
    return [*lua(workshop), HERE / "run_vectors.lua"]


def refusals(workshop: Workshop, cases: list[Case]) -> set[int]:
    return refused(workshop, cases, SPELLING, workshop.folder / "bad_inputs.lua", lua(workshop))


LANGUAGE = Language(
    name="Lua",
    route="SWIG; owned rights in Lua",
    version=["lua5.4", "-v"],
    build=build,
    runner=runner,
    refused=refusals,
    holes={"bad inputs": "an integer of Lua is 64 bits: for a number of 64 bits without a sign, -1 is 0xffffffffffffffff"},
)
