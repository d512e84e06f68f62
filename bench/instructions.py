"""How many instructions the hot calls take in C, by callgrind; as a program it prints them as JSON.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from building import build
from figures import Figure

STORED = Path(__file__).with_name("instructions.json")
COUNT = 1000
LIMITS = {
    "mach_port_type": 60,
    "mach_port_type of a send right": 60,
    "mach_port_allocate + mod_refs": 200,
    "mach_msg send + receive": 420,
}
# Harder ones.
GOALS = {"mach_port_type": 45, "mach_port_mod_refs +1 -1": 160}


def count(folder: Path) -> dict[str, float]:
    """Instructions a call, for each dump that the program triggered under the call's name."""
    counts = {}
    with tempfile.TemporaryDirectory() as dumps:
        out = Path(dumps) / "out"
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", str(folder / "c" / "instructions"), str(COUNT)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            sys.exit(f"bench: callgrind failed:\n{run.stderr}")
        for dump in sorted(Path(dumps).glob("out.*"), key=lambda path: int(path.suffix[1:])):
            text = dump.read_text()
            trigger = re.search(r"^desc: Trigger: Client Request: (.+)$", text, re.MULTILINE)
            totals = re.search(r"^summary: (\d+)$", text, re.MULTILINE)
            if trigger and totals:
                counts[trigger[1]] = int(totals[1]) / COUNT
    return counts


def figures(counts: dict[str, float]) -> list[Figure]:
    return [
        Figure("Instructions in C", call, number, "instructions", LIMITS.get(call), goal=GOALS.get(call))
        for call, number in counts.items()
    ]


def store(counts: dict[str, float]) -> None:
    STORED.write_text(json.dumps({call: round(number, 1) for call, number in counts.items()}, indent=1) + "\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), peers=False)
        print(json.dumps(count(Path(folder))))
