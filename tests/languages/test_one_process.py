"""One Mach per process: languages that come together in one share the library, and a right of one is a right of the other.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import subprocess
import sys
from pathlib import Path

import pytest
from language import HERE, Workshop, built, module

CRATE = HERE / "rust" / "shared"
LUA = module(HERE / "lua" / "lua_language.py")
PROGRAM = r"""
import ctypes, pathlib, re, sys
import machport
rust = ctypes.CDLL(sys.argv[1])
rust.shared_give.restype = rust.shared_take.restype = ctypes.c_uint32
before = machport.over("swig").raw.machport_space_names(0)[-1]

with machport.SendRight.from_raw(rust.shared_give()) as send:
    print("from Rust:", send.urefs)
    print("Rust has", rust.shared_take(send.dup().detach()), "and releases one")
    print("left:", send.urefs)
    rust.shared_end()
    print("after the port's end:", repr(send).split()[2])
print("names:", machport.over("swig").raw.machport_space_names(0)[-1] - before)
maps = pathlib.Path("/proc/self/maps").read_text()
print("libraries:", *(len(set(re.findall(rf"\S+/{name}\.so\S*", maps))) for name in ("libmachport", "libmach")))
"""


@pytest.fixture(scope="module")
def shared() -> Path:
    """The cdylib, built against the installed libraries, not those of the Python package."""
    workshop: Workshop = built("rust")
    target = workshop.folder / "target"
    workshop.run("cargo", "build", "--quiet", cwd=CRATE, CARGO_TARGET_DIR=target, MACHPORT_LIB_DIR=workshop.libraries)
    return target / "debug" / "libshared.so"


@pytest.mark.parametrize("layer", ["swig", "cffi"])
def test_python_and_rust_hand_a_right_to_and_fro(shared: Path, layer: str) -> None:
    command = [sys.executable, "-W", "error", "-c", PROGRAM, str(shared)]
    done = subprocess.run(command, env={"MACHPORT_LAYER": layer}, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "from Rust: 1",
        "Rust has 2 and releases one",
        "left: 1",
        "after the port's end: dead",
        "names: 0",
        "libraries: 1 1",
    ]


THREE = r"""
import ctypes, ctypes.util, pathlib, re, sys
import machport
rust = ctypes.CDLL(sys.argv[1])
rust.shared_give.restype = rust.shared_take.restype = ctypes.c_uint32
lua = ctypes.CDLL(ctypes.util.find_library("lua5.4"), mode=ctypes.RTLD_GLOBAL)  # which modules of Lua look to
lua.luaL_newstate.restype = ctypes.c_void_p
lua.lua_tolstring.restype = ctypes.c_char_p
state = ctypes.c_void_p(lua.luaL_newstate())
lua.luaL_openlibs(state)


def run(text):
    "Runs a text in the Lua state, and gives what it returns, as text."
    failed = lua.luaL_loadstring(state, text.encode()) or lua.lua_pcallk(state, 0, 1, 0, ctypes.c_ssize_t(0), None)
    told = lua.lua_tolstring(state, -1, None).decode()
    lua.lua_settop(state, -2)
    if failed:
        raise RuntimeError(told)
    return told


space = lambda: machport.over("swig").raw.machport_space_names(0)[-1]
run(f"package.path, package.cpath = [[{sys.argv[2]}]], [[{sys.argv[3]}]] machport = require 'machport' return ''")
before = space()
send = machport.SendRight.from_raw(rust.shared_give())
print("from Rust to Python:", send.urefs)
name = send.detach()
print("from Python to Lua:", run(f"right = machport.SendRight.adopt({name}) return right:units()"))
name = int(run("return right:detach()"))
print("from Lua to Rust, which releases it:", rust.shared_take(name))
rust.shared_end()
print("names:", space() - before)
lua.lua_close(state)
maps = pathlib.Path("/proc/self/maps").read_text()
print("libraries:", *(len(set(re.findall(rf"\S+/{name}\.so\S*", maps))) for name in ("libmachport", "libmach")))
"""


def test_a_right_goes_through_python_rust_and_lua_and_is_released_once(shared: Path) -> None:
    workshop: Workshop = built("lua")
    places = [LUA.PATH, f"{workshop.folder}/?.so"]
    command = [sys.executable, "-W", "error", "-c", THREE, str(shared), *places]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "from Rust to Python: 1",
        "from Python to Lua: 1",
        "from Lua to Rust, which releases it: 1",
        "names: 0",
        "libraries: 1 1",
    ]
