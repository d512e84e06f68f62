"""Boots the test program on a kernel in QEMU.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import host
from .kernel import KERNELS, provide
from .program import FOLDER

PROGRAM_ARGUMENTS = "${host-port} ${device-port} $(task-create) $(task-resume)"
PASSED, FAILED = 0x10 << 1 | 1, 0x11 << 1 | 1
"""What QEMU makes of the statuses in machine.h."""
TIME_LIMIT = 600
"""In seconds. A run takes ten, or ten times that beside much else. A task that crashes says nothing, and the machine goes on."""


@dataclass
class Run:
    """What a boot came to, and the file of what the program printed."""

    passed: bool
    output: Path

    def messages(self) -> str:
        """What was printed for people; the other lines are what was observed of each call, for the judge of the verbs."""
        lines = self.output.read_text(errors="replace").splitlines()
        return "\n".join(line for line in lines if not line.startswith("call\t"))


def boot(processor: str, program: Path, vectors: str = "ALL") -> Run:
    """Boots the program, to run the tests and the vectors: ALL, NONE, or those of one group."""
    image = provide(KERNELS[processor], FOLDER)
    # The names are relative to the folder, for QEMU cuts the program's line at spaces.
    output, console = program.with_suffix(".output"), program.with_suffix(".console")
    command = [
        *(host.find("qemu-system-x86_64", "qemu-system-x86"), "-accel", "tcg", "-m", "64"),
        *("-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-monitor", "none"),
        *("-serial", f"file:{console.name}", "-serial", f"file:{output.name}"),
        *("-device", "isa-debug-exit,iobase=0xf4,iosize=0x01"),
        *("-kernel", image.name, "-append", "console=com0"),
        *("-initrd", f"{program.name} {PROGRAM_ARGUMENTS} {vectors}"),
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
