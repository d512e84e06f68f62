"""Builds the library, and its tests where they can run, for one target of Darwin's.

SPDX-License-Identifier: MIT OR Apache-2.0

The project's own CMake builds, with a toolchain file: what is built here is what is built on a Mac.
"""

import sys
from functools import cache
from pathlib import Path

from gnumach import host

from . import sdk
from .sdk import ROOT

HERE = Path(__file__).resolve().parent
FOLDER = ROOT / "build/darwin"
NATIVE = ROOT / "build/gcc"
RUNNER = NATIVE / "tests/darwin/runner/macho-run"
LIBMACH = NATIVE / "mach/libmach.so.1"
MACOS = ("arm64-apple-macos11", "x86_64-apple-macos11")
"""They are run."""
OTHERS = ("arm64-apple-ios14", "arm64-apple-ios14-simulator", "x86_64-apple-ios14-simulator")
"""For these the library is built and checked, and nothing run."""
CMAKE = str(Path(sys.executable).with_name("cmake"))
NINJA = str(Path(sys.executable).with_name("ninja"))
CTEST = str(Path(sys.executable).with_name("ctest"))
LIBRARY = "libmachport.1.dylib"


@cache
def the_sdk() -> Path:
    return sdk.make(FOLDER / "sdk")


@cache
def llvm() -> Path:
    """The folder of LLVM's tools, which Debian's links in /usr/bin are not all of."""
    return Path(host.run([host.find("llvm-config", "llvm"), "--bindir"], ROOT).strip())


@cache
def compiler_headers() -> Path:
    """What belongs to clang itself: stddef.h and the like."""
    return Path(host.run([host.find("clang", "clang"), "-print-resource-dir"], ROOT).strip()) / "include"


def configure(target: str, folder: Path, *options: str, source: Path = ROOT) -> None:
    host.find("clang", "clang")
    host.find("ld.lld", "lld")
    host.find("llvm-config", "llvm")
    generator = ["-G", "Ninja", f"-DCMAKE_MAKE_PROGRAM={NINJA}"]
    tools = [f"--toolchain={HERE / 'toolchain.cmake'}", f"-DMACHPORT_SDK={the_sdk()}", f"-DMACHPORT_TARGET={target}"]
    host.run([CMAKE, "-S", str(source), "-B", str(folder), "-DMACHPORT_WERROR=ON", *generator, *tools, *options], ROOT)


def build(target: str, *options: str, folder: Path | None = None, source: Path = ROOT) -> Path:
    """Builds what the options ask for, and answers the folder that it is in."""
    folder = folder or FOLDER / target
    configure(target, folder, *options, source=source)
    host.run([CMAKE, "--build", str(folder)], ROOT)
    return folder


@cache
def library(target: str) -> Path:
    """The library for a target, alone or among its tests."""
    return (programs(target) if target in MACOS else build(target)) / "abi" / LIBRARY


@cache
def programs(target: str) -> Path:
    """The build for a target of macOS, with the C tests in it, which CTest runs in the emulator."""
    if not RUNNER.exists():
        raise host.Failure(f"{RUNNER} is not there: tests/run.py --build gcc makes it, on an x86_64 machine")
    return build(target, "-DMACHPORT_TESTS=ON", f"-DMACHPORT_EMULATOR={RUNNER};-l;{LIBMACH}")


@cache
def fat() -> Path:
    """The library for both architectures of macOS in one file."""
    path = FOLDER / "fat" / LIBRARY
    path.parent.mkdir(parents=True, exist_ok=True)
    host.run([str(llvm() / "llvm-lipo"), "-create", *(str(library(target)) for target in MACOS), "-output", str(path)], ROOT)
    return path
