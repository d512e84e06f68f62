"""Builds the test program, and boots it on the kernel in QEMU.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from . import host
from .kernel import KERNELS, provide

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FOLDER = ROOT / "build/gnumach"
LIBRARY = ROOT / "abi/src"
INCLUDES = [HERE / "include", HERE, LIBRARY, *(ROOT / folder for folder in ("abi", "tests/c", "tests/abi", "tests/vectors"))]

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


@dataclass(frozen=True)
class Fault:
    """Something wrong in the library: the file, what stands there once, and what is put in its place."""

    file: str
    right: str
    wrong: str


def compile_sources(processor: str, folder: Path, sources: Iterable[Path], *options: str) -> list[Path]:
    """The objects of some sources, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    includes = [f"-I{include}" for include in INCLUDES]
    command = [host.find("gcc", "gcc"), *KERNELS[processor].options, *COMPILE, *includes, *options, "-c"]
    names = [str(source) for source in sources]
    host.run([*command, *names], folder)
    return [folder / Path(name).with_suffix(".o").name for name in names]


@cache
def common_objects(processor: str) -> tuple[Path, ...]:
    """What every program of a processor is made of, but the vectors: the library, the tests, what stands in for a C library."""
    tests = " ".join(f"TEST({test})" for test in SHARED_TESTS)
    objects = []
    for number, folder in enumerate((LIBRARY, LIBRARY / "gnu", ROOT / "tests/vectors", HERE)):
        sources = sorted(folder.glob("*.[cS]"))
        objects += compile_sources(processor, FOLDER / processor / str(number), sources, f"-DSHARED_TESTS={tests}")
    for test in SHARED_TESTS:
        objects += compile_sources(processor, FOLDER / processor, [ROOT / f"tests/abi/{test}.c"], f"-Dmain={test}")
    return tuple(objects)


def build(processor: str, name: str, fault: Fault | None = None, falsify: str | None = None) -> Path:
    """The test program, with a fault or a falsified vector if there is one."""
    folder = FOLDER / processor / name
    folder.mkdir(parents=True, exist_ok=True)
    options = ["--falsify", falsify] if falsify else []
    host.run([sys.executable, str(ROOT / "tests/vectors/emit_c.py"), "--mach", "gnumach", *options, "table.c"], folder)
    objects = list(common_objects(processor)) + compile_sources(processor, folder, [folder / "table.c"])
    if fault:
        source = LIBRARY / fault.file
        text = source.read_text()
        assert text.count(fault.right) == 1, f"{fault.file} has not once {fault.right}"
        (folder / source.name).write_text(text.replace(fault.right, fault.wrong))
        faulty = compile_sources(processor, folder, [folder / source.name], f"-I{source.parent}")
        place = FOLDER / processor / ("1" if source.parent.name == "gnu" else "0") / faulty[0].name
        objects[objects.index(place)] = faulty[0]
    program = FOLDER / f"{name}-{processor}"
    linked = [host.find("gcc", "gcc"), *KERNELS[processor].options, *LINK, "-o", program.name, *map(str, objects)]
    host.run(linked, FOLDER)
    return program


def boot(processor: str, program: Path, *, vectors: bool = True) -> Run:
    """Boots the program, to run the tests and, where they are wanted, the vectors."""
    image = provide(KERNELS[processor], FOLDER)
    # The names are relative to the folder, for QEMU cuts the program's line at spaces.
    output, console = program.with_suffix(".output"), program.with_suffix(".console")
    command = [
        *(host.find("qemu-system-x86_64", "qemu-system-x86"), "-accel", "tcg", "-m", "64"),
        *("-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-monitor", "none"),
        *("-serial", f"file:{console.name}", "-serial", f"file:{output.name}"),
        *("-device", "isa-debug-exit,iobase=0xf4,iosize=0x01"),
        *(
            "-kernel",
            image.name,
            "-append",
            "console=com0",
            "-initrd",
            f"{program.name} {PROGRAM_ARGUMENTS} {'vectors' if vectors else 'tests'}",
        ),
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
