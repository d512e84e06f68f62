"""Builds the test program, and boots it on the kernel in QEMU.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import host, kernel

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FOLDER = ROOT / "build/gnumach"
OPERATIONS = ROOT / "abi/src/gnu"

COMPILE = [
    *("-std=c11", "-O2", "-g", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"),
    *("-ffreestanding", "-fno-builtin", "-fno-pic", "-fno-stack-protector", "-fno-asynchronous-unwind-tables"),
    *("-m64", "-mno-red-zone", "-mgeneral-regs-only", "-fcf-protection=none"),
    *("-nostdlib", "-static", "-Wl,--build-id=none", "-Wl,-z,noexecstack"),
]
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


def build(name: str, operations: Path = OPERATIONS, falsify: str | None = None) -> Path:
    """The test program: libmachport above the operations, the vectors (one falsified), and what stands in for a C library."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    vectors = FOLDER / f"{name}-vectors.c"
    options = ["--falsify", falsify] if falsify else []
    host.run([sys.executable, str(ROOT / "tests/vectors/emit_c.py"), "--mach", "gnumach", *options, vectors.name], FOLDER)
    folders = [ROOT / "abi/src", ROOT / "tests/vectors", HERE, operations]
    sources = [str(file) for folder in folders for file in sorted(folder.glob("*.[cS]"))]
    includes = [f"-I{ROOT / folder}" for folder in ("abi", "abi/src", "tests/vectors")]
    host.run([host.find("gcc", "gcc"), *COMPILE, *includes, "-o", name, vectors.name, *sources], FOLDER)
    return FOLDER / name


def boot(program: Path) -> Run:
    """Boots the program. The names are relative to the folder, for QEMU cuts the program's line at spaces."""
    image = kernel.provide(FOLDER)
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
