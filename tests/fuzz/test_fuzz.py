"""The readers in Python are given what is wrong: every seed, every case that was found once, and some changes that are always
the same. The targets in C are CTest's.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import subprocess
import sys

import pytest

from .__main__ import Run, a_round
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


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.name)
def test_a_finding_is_told_with_the_command_that_repeats_it(target: Target, capsys: pytest.CaptureFixture[str]) -> None:
    finds = "print('#7 NEW cov: 3'); print('KeyError: 1'); print('Test unit written to a/crash-1'); raise SystemExit(77)"
    assert a_round(Run(target), [sys.executable, "-c", "pass"])
    assert not a_round(Run(target), [sys.executable, "-c", finds])
    said = capsys.readouterr().out
    assert "KeyError: 1\n" in said
    assert f"fuzz {target.name}: 0.0 min, 7 executions, 3 places covered, and the process ended with 77\n" in said
    assert said.endswith(f"{target.command[-1]} a/crash-1\n")
