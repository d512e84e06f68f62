"""The readers in Python are given what is wrong: every seed, every case that was found once, and some changes that are always
the same. The targets in C are CTest's.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import subprocess
import sys

import pytest

from .targets import ENVIRONMENT, TARGETS, Target

CHANGES = 150
LINES_SHOWN = 40


@pytest.mark.parametrize("name", [target.name for target in TARGETS.values() if not target.in_c])
def test_what_is_wrong_is_refused_with_a_sentence(name: str) -> None:
    command = [sys.executable, "-m", "fuzz.plain", name, str(CHANGES)]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, "\n".join([*done.stdout.splitlines()[-1:], *done.stderr.splitlines()[-LINES_SHOWN:]])
    assert done.stdout.count("\nchange ") == CHANGES


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.name)
def test_there_is_somewhere_to_begin(target: Target) -> None:
    assert target.seeds
