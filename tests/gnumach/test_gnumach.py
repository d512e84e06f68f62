"""What libmachport promises holds on a real Mach; and where something does not, the run says so.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import subprocess
import sys

import pytest

from . import host
from .emulator import Run, boot
from .kernel import KERNELS
from .program import ROOT, Fault, build

FALSIFIED = "pair/a pair goes in one step and leaves no dead name"

FAULTS = {
    "a send right is made for a send-once right": (
        Fault("gnu/right.c", "put_integer(&rpc, MACHPORT_MAKE_SEND_ONCE)", "put_integer(&rpc, MACHPORT_MAKE_SEND)"),
        "notification_test.c",
    ),
    "a message carries every right by one disposition": (
        Fault("gnu/message_send.c", "descriptor, message->rights[i].disposition,", "descriptor, MACHPORT_MAKE_SEND,"),
        "message_outcome_test.c",
    ),
    "a right that the kernel has destroyed is said to be kept": (
        Fault("gnu/message_send.c", "default: return MACHPORT_OP_BROKEN;", "default: return MACHPORT_OP_CAME_BACK;"),
        "move a receive right",
    ),
    "a forged right is taken for one": (
        Fault("gnu/message_receive.c", "item.is.in_line && rest.complex", "item.is.in_line"),
        "foreign_test.c",
    ),
}
"""What is wrong, and what the run says then."""


@pytest.fixture(scope="module", params=KERNELS)
def run(request: pytest.FixtureRequest) -> Run:
    return boot(request.param, build(request.param, "program"))


def test_the_operations_and_the_vectors_pass(run: Run) -> None:
    assert run.passed, run.messages()


def test_the_verbs_are_true(run: Run) -> None:
    judge = subprocess.run([sys.executable, ROOT / "tests/verbs/judge.py", run.output], capture_output=True, text=True)
    assert judge.returncode == 0, judge.stdout + judge.stderr


def test_a_falsified_count_is_seen() -> None:
    run = boot("amd64", build("amd64", "falsified", falsify=FALSIFIED), FALSIFIED.split("/")[0])
    assert not run.passed
    assert FALSIFIED in run.messages()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(fault: str) -> None:
    """The library with one thing wrong in it fails, and says where."""
    wrong, said = FAULTS[fault]
    run = boot("amd64", build("amd64", "faulty", wrong), "NONE")
    assert not run.passed
    assert said in run.messages()


def test_a_missing_tool_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(host.Failure, match=r"gcc is missing: install it \(Debian: gcc\)"):
        build("amd64", "program")
