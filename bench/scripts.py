"""Lua, Ruby and Perl: the layer that SWIG generates and the owned rights, against glue that is written by hand, and C.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from building import BENCH, libraries
from by_hand import compared, lines
from figures import Figure

REPOSITORY = BENCH.parent
BINDINGS = REPOSITORY / "bindings"
OWN = BENCH / "scripts"


@dataclass(frozen=True)
class Script:
    """A language: SWIG's module and file, where its modules in C lie, and how its interpreter is called in a folder."""

    name: str
    module: str
    wrapper: str
    headers: Sequence[str]
    modules: dict[str, str]
    """What lies where: a source, or SWIG's wrapper, by the file that it becomes."""
    command: Sequence[str]
    outdir: str = "."
    environment: dict[str, str] = field(default_factory=dict)


SCRIPTS = {
    "lua": Script(
        "Lua",
        "machport_raw",
        "raw.c",
        ["pkg-config", "--cflags", "lua5.4"],
        {"machport/raw.so": "raw.c", "machport/right.so": f"{BINDINGS}/lua/src/right.c", "by_hand.so": "by_hand_lua.c"},
        ["lua5.4", "rounds.lua"],
        environment={"LUA_PATH": f"{REPOSITORY}/bindings/lua/?.lua;{REPOSITORY}/bindings/lua/?/init.lua", "LUA_CPATH": "./?.so"},
    ),
    "ruby": Script(
        "Ruby",
        "machport::raw",
        "raw.cpp",
        ["pkg-config", "--cflags", "ruby"],
        {"machport/raw.so": "raw.cpp", "machport/right.so": f"{BINDINGS}/ruby/ext/right.c", "by_hand.so": "by_hand_ruby.c"},
        ["ruby", "-I.", f"-I{REPOSITORY}/bindings/ruby/lib", "rounds.rb"],
    ),
    "perl": Script(
        "Perl",
        "Machport::Raw",
        "raw.c",
        ["perl", "-MExtUtils::Embed", "-e", "ccopts"],
        {
            "auto/Machport/Raw/Raw.so": "raw.c",
            "auto/Machport/Right/Right.so": f"{BINDINGS}/perl/src/right.c",
            "auto/ByHand/ByHand.so": "by_hand_perl.c",
        },
        ["perl", "-I.", f"-I{REPOSITORY}/bindings/perl/lib", "rounds.pl"],
        outdir="Machport",
    ),
}


def run(folder: Path, *command: str | Path, **environment: str) -> str:
    """What it prints; what it says where it fails is seen."""
    return subprocess.run(command, cwd=folder, env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=True).stdout


def build(folder: Path, language: str, script: Script) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / script.outdir).mkdir(parents=True, exist_ok=True)
    (folder / "include").mkdir()
    (folder / "include" / "machport").symlink_to(REPOSITORY / "abi")
    typemaps = REPOSITORY / "swig" / language
    swig: list[str | Path] = [
        Path(sys.executable).with_name("swig"),
        f"@{typemaps / 'options'}",
        f"-I{typemaps}",
        "-module",
        script.module,
    ]
    run(folder, *swig, "-outdir", script.outdir, "-o", script.wrapper, REPOSITORY / "swig" / "machport.i")
    for source in OWN.iterdir():
        shutil.copy(source, folder)
    headers = shlex.split(run(folder, *script.headers))
    include = [*headers, f"-I{typemaps}", f"-I{REPOSITORY / 'abi'}", "-Iinclude"]
    link = [f"-L{libraries()}", "-l:libmachport.so.1", f"-Wl,-rpath,{libraries()}"]
    for module, made_of in script.modules.items():
        (folder / module).parent.mkdir(parents=True, exist_ok=True)
        compiler = ["g++", "-std=c++17"] if made_of.endswith(".cpp") else ["gcc", "-std=gnu11"]
        run(folder, *compiler, "-O2", "-fPIC", "-shared", *include, made_of, *link, "-o", module)


def measure(folder: Path) -> list[Figure]:
    found: list[Figure] = []
    for language, script in SCRIPTS.items():
        build(folder / language, language, script)
        told = run(folder / language, *script.command, **script.environment)
        found += compared(script.name, lines(told))
    return found
