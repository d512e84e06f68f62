"""One Mach per process: languages that come together in one share the library, and a right of one is a right of the other.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import subprocess
import sys
from pathlib import Path

import pytest
from language import HERE, Workshop, built

CRATE = HERE / "rust" / "shared"
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
