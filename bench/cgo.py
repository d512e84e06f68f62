"""Go against C, and against cgo that is written by hand: loops that take turns, in a process of its own, for Go begins threads,
and a process that has several pays more for each lock.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from figures import Figure
from native import BASE, CALLS, NATIVE, TIMES, compare, loop, loops

LIMIT = 1.5
OWNED = "an owned receive right, made and closed"
TIMES_OWNED = 10_000


def measure(folder: Path) -> list[Figure]:
    """After native.py, which builds C's loops."""
    build(folder / "native")
    done = subprocess.run([sys.executable, __file__, folder / "native"], stdout=subprocess.PIPE, text=True, check=True)
    return [Figure(**figure) for figure in json.loads(done.stdout)]


def build(folder: Path) -> None:
    own = {"PKG_CONFIG_PATH": folder / "lib", "GOCACHE": folder / "go" / "cache", "GOPATH": folder / "go" / "path"}
    flags = f'Cflags: "-I{folder / "include"}"\nLibs: "-L{folder / "lib"}" -lmachport\n'
    (folder / "lib" / "machport.pc").write_text(f"Name: machport\nDescription: the installed package's\nVersion: 1\n{flags}")
    offline = {"GOENV": "off", "GOFLAGS": "", "GOPROXY": "off", "GOTOOLCHAIN": "local", "GOWORK": "off", "CGO_ENABLED": "1"}
    command = ["go", "build", "-buildmode=c-shared", "-o", str(folder / "libgo_calls.so"), "."]
    environment = os.environ | offline | {name: str(value) for name, value in own.items()}
    subprocess.run(command, cwd=NATIVE / "go", env=environment, check=True)


def compared(folder: Path, name: int) -> list[Figure]:
    """The generated functions against C, and against what is written by hand."""
    go, found = ctypes.CDLL(str(folder / "libgo_calls.so")), []
    for call, what in CALLS.items():
        runs = {**loops({BASE: folder / "libc_calls.so"}, call), "generated": loop(go, f"bench_{call}")}
        found += compare(f"Go against C: {what}", runs, name, limit=None)
    for call, what in {**CALLS, "owned": OWNED}.items():
        runs = {"by hand": loop(go, f"hand_{call}"), "generated": loop(go, f"bench_{call}")}
        times = TIMES_OWNED if call == "owned" else TIMES
        found += compare(f"Go: {what}", runs, name, base="by hand", limit=LIMIT, times=times)
    return found


def main() -> None:
    machport = import_module("machport")
    receive, send = machport.pair()
    with receive, send:
        print(json.dumps([asdict(figure) for figure in compared(Path(sys.argv[1]), send.name)]))


if __name__ == "__main__":
    main()
