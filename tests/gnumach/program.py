"""Builds the test program: libmachport above the operations, the vectors, the tests, and what stands in for a C library.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from . import host
from .kernel import KERNELS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FOLDER = ROOT / "build/gnumach"
LIBRARY = ROOT / "abi/src"
FOLDERS = ("abi", "mach/include", "tests/c", "tests/abi", "tests/vectors")
INCLUDES = [HERE / "include", HERE, LIBRARY, *(ROOT / folder for folder in FOLDERS)]
COMPILE = [
    *("-std=c11", "-O2", "-g", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"),
    *("-ffreestanding", "-fno-builtin", "-fno-pic", "-fno-stack-protector", "-fno-asynchronous-unwind-tables"),
    *("-mgeneral-regs-only", "-fcf-protection=none"),
]
WRAPPED = ("machport_gnu_trap_msg", "machport_gnu_trap_vm_deallocate", "machport_op_task_self", "machport_op_space")
"""What the tests stand before: between.c and embedded.c."""
LINK = ["-nostdlib", "-static", "-Wl,--build-id=none", "-Wl,-z,noexecstack", *(f"-Wl,--wrap={name}" for name in WRAPPED)]
SHARED_TESTS = ["message_outcome_test", "message_check_test", "message_receive_test", "message_wait_test", "notification_test"]
"""Tests of tests/abi that run on every Mach, each with a `main` that is renamed here."""


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
    for folder in (LIBRARY, LIBRARY / "gnu", ROOT / "tests/vectors", HERE):
        sources = sorted(folder.glob("*.[cS]"))
        objects += compile_sources(processor, FOLDER / processor / folder.name, sources, f"-DSHARED_TESTS={tests}")
    objects += compile_sources(processor, FOLDER / processor, [ROOT / "tests/abi/other_task.c"])
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
        objects[objects.index(FOLDER / processor / source.parent.name / faulty[0].name)] = faulty[0]
    program = FOLDER / f"{name}-{processor}"
    linked = [host.find("gcc", "gcc"), *KERNELS[processor].options, *LINK, "-o", program.name, *map(str, objects)]
    host.run(linked, FOLDER)
    return program
