"""Lua: its owned rights, its README, what is refused when it is loaded, and the hole in its row.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import subprocess
import sys
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


WITHOUT_MEMORY = r"""
import ctypes, ctypes.util, sys
lua, libc = (ctypes.CDLL(ctypes.util.find_library(name), mode=ctypes.RTLD_GLOBAL) for name in ("lua5.4", "c"))
lua.lua_newstate.restype = libc.realloc.restype = ctypes.c_void_p
lua.luaL_tolstring.restype = ctypes.c_char_p
left = None  # how many times memory may grow


@ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t)
def allocate(_, at, before, size):
    global left
    if size == 0:
        libc.free(ctypes.c_void_p(at))
        return None
    if left is not None and (at is None or size > before):
        if left == 0:
            return None
        left -= 1
    return libc.realloc(ctypes.c_void_p(at), ctypes.c_size_t(size))


state = ctypes.c_void_p(lua.lua_newstate(allocate, None))
lua.luaL_openlibs(state)


def run(text, growths=None):
    global left
    failed = lua.luaL_loadstring(state, text.encode())
    left = growths
    failed = failed or lua.lua_pcallk(state, 0, 1, 0, ctypes.c_ssize_t(0), None)
    left = None
    told = lua.luaL_tolstring(state, -1, None).decode()
    lua.lua_settop(state, -3)
    return not failed, told


def must(text):
    done, told = run(text)
    assert done, told
    return told


must(f"package.path, package.cpath = [[{sys.argv[1]}]], [[{sys.argv[2]}]] raw = require 'machport.raw'")
must("r, s = raw.pair_new(0, 0) plan = {{name = s, disposition = raw.COPY_SEND, outcome = 0}}")
refused, lost, done = 0, 0, False
while not done:
    must("raw.message_send(s, 1, ('x'):rep(64), nil, plan, 0, 0)")
    done, told = run("arrived = raw.message_receive(r, 256, 16, 0, 0)", refused)
    assert done or told == "not enough memory", told
    came = must("return (pcall(raw.message_receive, r, 256, 16, 0, 0))") == "true"
    assert not (done and came)
    units = must("local units = raw.urefs(s, raw.KIND_SEND) for _ = 2, units do raw.send_right_release(s) end return units")
    assert int(units) == (2 if done or came else 1), f"after {refused} growths the name holds {units}"
    refused, lost = refused + 1, lost + (not done and not came)
print("memory ran out", "before and after the message came" if lost and refused > lost + 1 else (refused, lost))
"""


def test_a_message_that_no_memory_is_there_for_is_released_or_stays(workshop: Workshop) -> None:
    """Whenever memory runs out in a receive: the message is there still, or its rights are released."""
    command = [sys.executable, "-c", WITHOUT_MEMORY, module(LUA / "lua_language.py").PATH, f"{workshop.folder}/?.so"]
    done = subprocess.run(command, env=workshop.environment(), capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout == "memory ran out before and after the message came\n"
