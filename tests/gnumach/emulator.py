"""Builds the test program, and boots it on the kernel in QEMU.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import host
from .kernel import KERNELS, provide

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FOLDER = ROOT / "build/gnumach"
LIBRARY = ROOT / "abi/src"
INCLUDES = ("abi", "tests/c", "tests/abi", "tests/vectors")

COMPILE = [
    *("-std=c11", "-O2", "-g", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"),
    *("-ffreestanding", "-fno-builtin", "-fno-pic", "-fno-stack-protector", "-fno-asynchronous-unwind-tables"),
    *("-mgeneral-regs-only", "-fcf-protection=none"),
]
LINK = ["-nostdlib", "-static", "-Wl,--build-id=none", "-Wl,-z,noexecstack", "-Wl,--wrap=machport_gnu_trap_msg"]
SHARED_TESTS = ["message_outcome_test", "message_check_test", "message_receive_test", "notification_test"]
"""Tests of tests/abi that run on every Mach, each with a `main` that is renamed here."""
PROGRAM_ARGUMENTS = "${host-port} ${device-port} $(task-create) $(task-resume)"
PASSED, FAILED = 0x10 << 1 | 1, 0x11 << 1 | 1
"""What QEMU makes of the statuses in machine.h."""
TIME_LIMIT = 60
"""In seconds. A run takes four. A task that crashes says nothing, and the machine goes on."""


@dataclass
class Run:
    """What a boot came to, and the file of what the program printed."""

    passed: bool
    output: Path

    def messages(self) -> str:
        """What was printed for people; the other lines are what was observed of each call, for the judge of the verbs."""
        lines = self.output.read_text(errors="replace").splitlines()
        return "\n".join(line for line in lines if not line.startswith("call\t"))


def build(processor: str, name: str, library: Path = LIBRARY, falsify: str | None = None) -> Path:
    """The test program: the library, the vectors (one falsified), the tests, and what stands in for a C library."""
    name = f"{name}-{processor}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    vectors = FOLDER / f"{name}-vectors.c"
    options = ["--falsify", falsify] if falsify else []
    host.run([sys.executable, str(ROOT / "tests/vectors/emit_c.py"), "--mach", "gnumach", *options, vectors.name], FOLDER)
    folders = [library, library / "gnu", ROOT / "tests/vectors", HERE]
    sources = [str(file) for folder in folders for file in sorted(folder.glob("*.[cS]"))]
    includes = [f"-I{folder}" for folder in (HERE / "include", HERE, library, *(ROOT / folder for folder in INCLUDES))]
    compiler = [host.find("gcc", "gcc"), *KERNELS[processor].options, *COMPILE, *includes]
    objects = []
    for test in SHARED_TESTS:
        objects.append(f"{name}-{test}.o")
        host.run([*compiler, f"-Dmain={test}", "-c", "-o", objects[-1], str(ROOT / f"tests/abi/{test}.c")], FOLDER)
    tests = " ".join(f"TEST({test})" for test in SHARED_TESTS)
    host.run([*compiler, f"-DSHARED_TESTS={tests}", *LINK, "-o", name, vectors.name, *sources, *objects], FOLDER)
    return FOLDER / name


def boot(processor: str, program: Path) -> Run:
    """Boots the program. The names are relative to the folder, for QEMU cuts the program's line at spaces."""
    image = provide(KERNELS[processor], FOLDER)
    output, console = program.with_suffix(".output"), program.with_suffix(".console")
    command = [
        *(host.find("qemu-system-x86_64", "qemu-system-x86"), "-accel", "tcg", "-m", "64"),
        *("-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-monitor", "none"),
        *("-serial", f"file:{console.name}", "-serial", f"file:{output.name}"),
        *("-device", "isa-debug-exit,iobase=0xf4,iosize=0x01"),
        *("-kernel", image.name, "-append", "console=com0", "-initrd", f"{program.name} {PROGRAM_ARGUMENTS}"),
    ]
    output.unlink(missing_ok=True)
    try:
        done = subprocess.run(command, cwd=FOLDER, timeout=TIME_LIMIT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    except subprocess.TimeoutExpired:
        said = output.read_text(errors="replace")[-2000:] if output.exists() else ""
        raise host.Failure(f"no end after {TIME_LIMIT} seconds: a crash or a loop; see the console, {console}\n{said}") from None
    if done.returncode not in (PASSED, FAILED):
        raise host.Failure(f"QEMU ended with {done.returncode} before the program did: {done.stderr.rstrip()}")
    return Run(done.returncode == PASSED, output)
