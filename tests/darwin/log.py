"""The Mach calls that a program makes, as the library in calls/ writes them down, and as calls.json expects them.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

from . import build

LIBRARY = build.NATIVE / "tests/darwin/calls/libmach_log.so"
PROGRAM = Path("tests/darwin/calls/calls")
EXPECTED = Path(__file__).with_name("calls") / "calls.json"
GUARD_EXCEPTION = "GUARD EXCEPTION"
MAY_RAISE = {
    "mach_port_destruct": " ",  # a wrong guard
    "mach_port_unguard": " ",  # the same
    "mach_msg": "MOVE_RECEIVE",  # of a right that was made immovable: once its guard is gone no call tells
}
"""The calls at which the caller's own mistake raises an exception on XNU, and what must be in them."""


@dataclass(frozen=True)
class Call:
    """One call of a function of the ABI."""

    function: str
    of: str
    answer: str
    mach: tuple[str, ...]

    def title(self) -> str:
        return f"{self.function} of {self.of}" if self.of else self.function

    def with_mach(self, mach: list[str]) -> Call:
        return replace(self, mach=tuple(mach))


def expected() -> list[Call]:
    entries = json.loads(EXPECTED.read_text(encoding="utf-8"))["calls"]
    return [Call(e["call"], e.get("of", ""), e.get("answers", "KERN_SUCCESS"), tuple(e["mach"])) for e in entries]


def run(program: Path, libraries: Path | None = None, limit: int = 120) -> subprocess.CompletedProcess[str]:
    """Runs a program with each Mach call written to its output; with the libraries of a folder in the place of its own."""
    folder = ["-L", str(libraries)] if libraries else []
    command = list(map(str, [build.RUNNER, *folder, "-l", LIBRARY, "-l", build.LIBMACH, program]))
    # As CTest runs what stands before the library: tests/abi/CMakeLists.txt.
    flat = os.environ | {"DYLD_FORCE_FLAT_NAMESPACE": "1"}
    return subprocess.run(command, env=flat, capture_output=True, text=True, errors="replace", check=False, timeout=limit)


def calls(output: str) -> list[Call]:
    """What the program calls said: between a call and its answer stand the Mach's. Names are in the words that it gave them."""
    made: list[Call] = []
    names: dict[str, str] = {}
    for line in output.splitlines():
        kind, *rest = line.split("\t")
        if kind == "name":
            names[rest[1]] = rest[0]
        elif kind == "call":
            made.append(Call(rest[0], rest[1], "", ()))
            open_call = True
        elif kind == "answer":
            made[-1] = replace(made[-1], answer=rest[0])
            open_call = False
        elif kind == "mach" and made and open_call:
            words = re.sub(r"#[0-9a-f]+", lambda match: names.get(match[0], match[0]), rest[0])
            made[-1] = replace(made[-1], mach=(*made[-1].mach, words))
    return made


def differences(made: list[Call]) -> list[str]:
    """Where calls are others than those that are expected, or ask or answer something else."""
    wanted = expected()
    if [call.title() for call in made] != [call.title() for call in wanted]:
        return ["other calls are made than calls.json has"]
    found = []
    for got, want in zip(made, wanted, strict=True):
        if got.mach != want.mach:
            found.append(f"{got.title()}: asks {[*got.mach]}, not {[*want.mach]}")
        if got.answer != want.answer:
            found.append(f"{got.title()}: answers {got.answer}, not {want.answer}")
    return found


def broken_rules(output: str) -> list[str]:
    """Where a sequence of Mach calls would raise a guard exception on XNU though the arguments were valid. The embedded Mach
    tells those that happened; a look at the name before is what keeps others from happening, for it may have died."""
    found, before = [], ""
    for line in (line.split("\t")[1] for line in output.splitlines() if line.startswith("mach\t")):
        call, _, name, *rest = [*line.split(), "", "", ""]
        if call == "mach_port_destroy":
            found.append(f"{line}: it takes whatever the name holds, and a guarded right not at all")
        if call == "mach_port_mod_refs" and rest[1].startswith("-") and rest[:2] != ["PORT_SET", "-1"]:
            found.append(f"{line}: a right that has just died is none of the kind any more")
        if call == "mach_port_mod_refs" and before.split()[::2] != ["mach_port_type", name]:
            found.append(f"{line}: nobody looked at the name before, but {before or 'nobody'}")
        if line.endswith(GUARD_EXCEPTION) and (call not in MAY_RAISE or MAY_RAISE[call] not in line):
            found.append(f"{line}: the arguments were valid")
        before = line
    return found
