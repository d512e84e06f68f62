"""Lua: its owned rights, its README, what is refused when it is loaded, and the hole in its row.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
from pathlib import Path

import pytest
from glue import of_another_definition
from language import HERE, ROOT, Workshop, built, module
from table import CASES, refused

LUA = HERE / "lua"
SOURCES = sorted([*(ROOT / "bindings" / "lua").rglob("*.lua"), *(ROOT / "bindings" / "golden").rglob("*.lua")])


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return built("lua")


def lua(workshop: Workshop, *arguments: str | Path, check: bool = True) -> str:
    return workshop.run(*module(LUA / "lua_language.py").lua(workshop), *arguments, check=check)


def test_its_owned_rights(workshop: Workshop) -> None:
    assert lua(workshop, LUA / "owned_test.lua") == "done\n"


def test_the_readme_prints_what_it_says(workshop: Workshop, tmp_path: Path) -> None:
    text = (ROOT / "bindings" / "lua" / "README.md").read_text()
    block = re.search(r"```lua\n(.*?)```", text, re.DOTALL)
    assert block
    source = tmp_path / "readme.lua"
    source.write_text(block[1])
    said = re.findall(r"-- prints: (.*)", block[1])
    assert said
    assert lua(workshop, source).splitlines() == said


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: f"{source.parent.name}/{source.name}")
def test_what_is_generated_is_lua(workshop: Workshop, source: Path) -> None:
    lua(workshop, "-e", f"assert(loadfile [[{source}]])")


def test_numbers_of_64_bits_are_the_only_hole() -> None:
    accepted = {case.number for case in CASES} - refused("lua")
    below = {case.number for case in CASES if any(a.bad == "below" and a.scalar == "uint64_t" for a in case.arguments)}
    assert accepted == below


def test_it_is_not_loaded_where_the_library_has_another_definition(workshop: Workshop, tmp_path: Path) -> None:
    lying = of_another_definition(workshop.folder / "raw.c", tmp_path / "raw.c")
    (tmp_path / "machport").mkdir()
    module(LUA / "lua_language.py").compile_module(workshop, lying, tmp_path / "machport" / "raw.so")
    program = f'package.cpath = "{tmp_path}/?.so" print(select(2, pcall(require, "machport.raw")))'
    assert "made for the definition 0x0000000000000bad, but the library answers" in lua(workshop, "-e", program)


def test_what_nobody_closed_is_told_of(workshop: Workshop, tmp_path: Path) -> None:
    program = tmp_path / "leak.lua"
    program.write_text('require("machport").PortSet.new() warn "@on" collectgarbage()')
    shell = [*module(LUA / "lua_language.py").lua(workshop), program]
    told = workshop.run("sh", "-c", '"$@" 2>&1', "sh", *shell)
    assert told == "Lua warning: machport: a PortSet was never closed\n"
