"""What libmachport promises holds on a real Mach; and where something does not, the run says so.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from . import emulator, host

FALSIFIED = "pair/a pair goes in one step and leaves no dead name"


@pytest.fixture(scope="module")
def run() -> emulator.Run:
    return emulator.boot(emulator.build("program"))


def test_the_operations_and_the_vectors_pass(run: emulator.Run) -> None:
    assert run.passed, run.messages()


def test_the_verbs_are_true(run: emulator.Run) -> None:
    judge = subprocess.run([sys.executable, emulator.ROOT / "tests/verbs/judge.py", run.output], capture_output=True, text=True)
    assert judge.returncode == 0, judge.stdout + judge.stderr


def test_a_falsified_count_is_seen() -> None:
    run = emulator.boot(emulator.build("falsified", falsify=FALSIFIED))
    assert not run.passed
    assert FALSIFIED in run.messages()


def test_a_swapped_disposition_is_seen(tmp_path: Path) -> None:
    """A send right is made where a send-once right was asked for."""
    operations = tmp_path / "gnu"
    shutil.copytree(emulator.OPERATIONS, operations)
    right, wrong = "put_integer(&rpc, MACHPORT_MAKE_SEND_ONCE)", "put_integer(&rpc, MACHPORT_MAKE_SEND)"
    text = (operations / "right.c").read_text()
    assert text.count(right) == 1
    (operations / "right.c").write_text(text.replace(right, wrong))
    run = emulator.boot(emulator.build("swapped", operations))
    assert not run.passed
    assert "send_once" in run.messages()


def test_a_missing_tool_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(host.Failure, match=r"gcc is missing: install it \(Debian: gcc\)"):
        emulator.build("program")
