"""Runs Spin on the model: searches every state of it, and prints what it does in the format of recordings.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

MODEL = Path(__file__).with_name("rights.pml")
MEGABYTES = 2000
_RECORDED = re.compile(r"[ab]: |= [ab]\d")
_CUT = re.compile(r"-{13}\n", re.MULTILINE)
_SYMBOL = re.compile(r"= (\w)(\d+)")


def run(*command: str | Path, folder: Path) -> str:
    done = subprocess.run([str(word) for word in command], cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def spin(*options: str | Path, folder: Path) -> str:
    if shutil.which("spin") is None:
        raise AssertionError("spin is not on this machine: tools/require test installs it")
    return run("spin", *options, MODEL, folder=folder)


def verifier(folder: Path, *defines: str, optimised: bool = True) -> Path:
    """The program that goes through the model."""
    spin(*defines, "-a", folder=folder)
    program = folder / "pan"
    options = ["-O2" if optimised else "-O0", "-w", "-DSAFETY", "-DNOREDUCE", f"-DMEMLIM={MEGABYTES}"]
    told = run("gcc", *options, "pan.c", "-o", program, folder=folder)
    assert program.exists(), told
    return program


def faults(told: str) -> list[str]:
    """What keeps a search from having shown that nothing is wrong: an error, a state that it did not go on from, a statement
    that it did not come to. The model has no end to come to."""
    found = re.findall(r"pan:\d+: .*|error: .*|.*not completed.*|pan: out of memory.*", told)
    if "errors: 0\n" not in told:
        found.append("it does not say that there are no errors")
    unreached = re.findall(r"^\t(.+:\d+, state \d+, .*)", told, re.MULTILINE)
    if not unreached:
        found.append("it does not say what it reached")
    return found + [f"not reached: {line}" for line in unreached if not line.endswith('"-end-"')]


def simulated(seed: int, folder: Path, *defines: str, steps: int) -> list[str]:
    """What a random walk through the model does and expects. It may end within a line or a block of state lines: that is left
    out."""
    told = _CUT.split(spin(*defines, "-DWALK", "-T", f"-n{seed}", f"-u{steps}", folder=folder))[0]
    lines = [line for line in told.splitlines()[:-1] if _RECORDED.match(line)]
    while lines and lines[-1].startswith("= "):
        lines.pop()
    return lines


def replayed(folder: Path, *defines: str) -> list[str]:
    """What led to the error that the search found, and the state that was wrong."""
    trail = folder / f"{MODEL.name}.trail"
    told = spin(*defines, "-T", "-t", "-k", trail.name, folder=folder)
    return [line for line in told.splitlines() if _RECORDED.match(line)]


def recording(sequences: Iterable[list[str]]) -> str:
    """A recording of these sequences. A third task, in one of its own, makes it one that tells of every send right."""
    lines = ["# sequence 0", "c: allocate RECV -> OK +c0"]
    for number, sequence in enumerate(sequences, 1):
        lines += [f"# sequence {number}", *_in_order(sequence)]
    return "\n".join(lines) + "\n"


def _in_order(lines: list[str]) -> Iterator[str]:
    """The model has no order of names: the state lines get that of their symbols."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line.startswith("= "):
            block.append(line)
            continue
        yield from sorted(block, key=_place)
        block = []
        if line:
            yield line


def _place(line: str) -> tuple[str, int]:
    match = _SYMBOL.match(line)
    assert match is not None
    return match[1], int(match[2])
