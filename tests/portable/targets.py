"""The machines that the C of this project is compiled for, and those that it runs on here.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Failure(Exception):
    """What is missing or went wrong, in a sentence."""


def tool(name: str, package: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise Failure(f"{name} is missing: install it (Debian: {package})")
    return path


ZIG = [
    "x86_64-windows-gnu", "aarch64-windows-gnu", "x86-windows-gnu",
    "x86_64-linux-musl", "x86-linux-musl", "aarch64-linux-musl", "arm-linux-musleabihf", "thumb-linux-musleabi",
    "armeb-linux-gnueabi", "aarch64_be-linux-gnu", "mips-linux-musleabi", "mipsel-linux-musleabi",
    "powerpc-linux-musleabi", "powerpc64-linux-musl", "powerpc64le-linux-musl", "riscv32-linux-musl", "riscv64-linux-musl",
    "s390x-linux-gnu", "loongarch64-linux-musl", "sparc64-linux-gnu", "x86_64-linux-gnux32", "x86_64-linux-gnu.2.17",
    "wasm32-wasi", "x86_64-freebsd", "aarch64-netbsd", "x86_64-openbsd", "x86_64-macos", "aarch64-macos", "aarch64-ios",
]  # fmt: skip
MSVC = ["x86_64-pc-windows-msvc", "aarch64-pc-windows-msvc", "i686-pc-windows-msvc"]


def compiler(target: str) -> list[str]:
    """A compiler for the target that needs nothing of the target's system."""
    if target in MSVC:
        return [tool("clang", "clang"), f"--target={target}", "-fms-compatibility", "-fms-extensions"]
    return [sys.executable, "-m", "ziglang", "cc", "-target", target]


@dataclass(frozen=True)
class Machine:
    """One on which the C tests run, by an emulator where it is another processor."""

    name: str
    what: str
    compiler: str
    package: str
    emulator: str = ""
    libraries: str = ""
    left_out: tuple[str, ...] = ()
    """Tests whose answers here would be the emulator's, or that take it too long."""

    def options(self) -> list[str]:
        """CMake's options of a build for it."""
        found = [f"-DCMAKE_C_COMPILER={tool(self.compiler, self.package)}", "-DCMAKE_SYSTEM_NAME=Linux"]
        if self.emulator:
            emulator = tool(self.emulator, "qemu-user")
            return [*found, f"-DCMAKE_CROSSCOMPILING_EMULATOR={emulator};-L;{self.libraries}"]
        # The kernel's headers are not among musl's.
        done = subprocess.run([tool("gcc", "gcc"), "-print-multiarch"], capture_output=True, text=True, check=True)
        kernel = f"/usr/include/{done.stdout.strip()}"
        return [*found, f"-DCMAKE_C_FLAGS=-idirafter /usr/include -idirafter {kernel}"]


# qemu-user says of a hole in a 32-bit program's memory that it can be written back and protected, and gives 2 GiB away.
HOLES = ("mach_vm", "mach_cancel")
# A program that the emulator runs cannot begin itself anew by execv.
BEGUN_ANEW = ("abi_exit",)
# Thousands of processes, each of which an emulator begins in some 20 ms.
MANY_PROCESSES = ("abi_exit_order",)
EXIT = BEGUN_ANEW + MANY_PROCESSES
MACHINES = [
    Machine(
        "s390x",
        "64 bit, big-endian",
        *("s390x-linux-gnu-gcc", "gcc-s390x-linux-gnu"),
        *("qemu-s390x", "/usr/s390x-linux-gnu"),
        left_out=EXIT,
    ),
    Machine(
        "powerpc",
        "32 bit, big-endian",
        "powerpc-linux-gnu-gcc",
        "gcc-powerpc-linux-gnu",
        "qemu-ppc",
        "/usr/powerpc-linux-gnu",
        HOLES + EXIT,
    ),
    Machine(
        *("armhf", "32 bit, little-endian", "arm-linux-gnueabihf-gcc", "gcc-arm-linux-gnueabihf"),
        *("qemu-arm", "/usr/arm-linux-gnueabihf"),
        left_out=HOLES + EXIT,
    ),
    Machine("musl", "musl", "musl-gcc", "musl-tools"),
]
