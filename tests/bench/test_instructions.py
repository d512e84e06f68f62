"""No hot call grows: its instructions stay within a tenth of those that bench/instructions.json holds.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"
STORED: dict[str, float] = json.loads((BENCH / "instructions.json").read_text())
GROWTH = 1.1


@pytest.fixture(scope="module")
def counted() -> dict[str, float]:
    run = subprocess.run([sys.executable, BENCH / "instructions.py"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    counts: dict[str, float] = json.loads(run.stdout)
    return counts


def test_every_count_is_stored(counted: dict[str, float]) -> None:
    assert list(counted) == list(STORED)


@pytest.mark.parametrize("call", STORED)
def test_call_does_not_grow(call: str, counted: dict[str, float]) -> None:
    assert counted[call] <= GROWTH * STORED[call], "if it must, say why, and store it: bench/run.py --store"
