"""Nothing is wrong in any state of the model, what is put wrong is found, and libmach does what the model does.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from .model import faults, recording, replayed, run, simulated, verifier

BOUNDS = {
    "two user references": ("-DNAMES=2", "-DUREFS=2", "-DONCES=1"),
    "two send-once rights": ("-DNAMES=2", "-DUREFS=1", "-DONCES=2"),
}
DEPTH = 6_000_000
WALKS, STEPS = 120, 150_000
WRONG = ["FORGET_COPY", "FORGET_DEAD", "FORGET_MERGE", "FORGET_NO_SENDERS"]
SMALL = BOUNDS["two user references"]


def replay(folder: Path, sequences: list[list[str]]) -> subprocess.CompletedProcess[str]:
    """What the replayer says of them."""
    file = folder / "recording.txt"
    file.write_text(recording(sequences), encoding="ascii")
    command = [sys.executable, "-m", "replay", str(file)]
    return subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("bounds", BOUNDS.values(), ids=BOUNDS)
def test_no_state_breaks_an_invariant(tmp_path: Path, bounds: tuple[str, ...]) -> None:
    search = verifier(tmp_path, *bounds)
    assert faults(run(search, f"-m{DEPTH}", folder=tmp_path)) == []
    # And a search that was cut short says so.
    assert faults(run(search, "-m1000", folder=tmp_path))


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_found_and_is_not_what_libmach_does(tmp_path: Path, wrong: str) -> None:
    defines = (*SMALL, f"-D{wrong}")
    told = run(verifier(tmp_path, *defines, optimised=False), "-m400", "-i", folder=tmp_path)
    assert "assertion violated agreed" in told
    lines = replayed(tmp_path, *defines)
    assert sum(line.startswith(("a: ", "b: ")) for line in lines) >= 3
    assert lines[-1].startswith("= ")
    done = replay(tmp_path, [lines])
    assert done.returncode == 1, done.stdout + done.stderr
    assert "first difference: sequence 1" in done.stdout
    assert "cannot be replayed" not in done.stdout


def test_a_leak_that_nobody_can_see_is_found(tmp_path: Path) -> None:
    """A receive right in the queue of its own port: what is left of it has no name."""
    search = verifier(tmp_path, *SMALL, "-DFORGET_CYCLE", optimised=False)
    assert "assertion violated agreed" in run(search, "-m400", "-i", folder=tmp_path)


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    folder = tmp_path_factory.mktemp("walks")
    return [simulated(seed, folder, steps=STEPS) for seed in range(1, WALKS + 1)]


def test_libmach_does_what_the_model_does(walks: list[list[str]], tmp_path: Path) -> None:
    done = replay(tmp_path, walks)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ", 0 differ" in done.stdout


ANSWERS = [
    r"allocate RECV -> OK \+",
    r"insert_right \w+ \w+ MKS -> OK",
    r"mod_refs \w+ SEND 1 -> OK",
    r"mod_refs \w+ SEND -1 -> OK",
    r"mod_refs \w+ SEND -?1 -> INVALID_RIGHT",
    r"mod_refs \w+ RECV -1 -> OK",
    r"deallocate \w+ -> OK",
    r"deallocate \w+ -> INVALID_RIGHT",
    r"destroy \w+ -> OK",
    r"extract_right \w+ (CS|MS|MKS) -> OK \w+ MS",
    r"extract_right \w+ MS -> OK \+\w+ MS",
    r"extract_right \w+ (MSO|MKSO) -> OK \+\w+ MSO",
    r"extract_right \w+ MR -> OK \+\w+ MR",
    r"extract_right \w+ MR -> OK \w+ MR",
    r"extract_right \w+ (CS|MS) -> OK DEAD MS",
    r"extract_right \w+ MSO -> OK DEAD MSO",
    r"extract_right \w+ \w+ -> INVALID_RIGHT",
    r"grant \w+ MKS -> OK \+",
    r"grant \w+ MKS -> OK \w",
    r"send .* -> OK",
    r"send .* -> SEND_INVALID_DEST",
    r"send .* -> SEND_INVALID_RIGHT",
    r"recv .* -> RCV_TIMED_OUT",
    r"recv .* id=1000 .* ld=MS .* \[MS \+",
    r"recv .* id=1000 .* \[MS [ab]",
    r"recv .* id=1000 .* \[MS DEAD",
    r"recv .* id=1000 .* \[MSO \+",
    r"recv .* id=1000 .* \[MSO DEAD",
    r"recv .* id=1000 .* \[MR \+",
    r"recv .* id=1000 .* \[MR [ab]",
    r"recv .* id=1000 .* ld=MSO ",
    r"recv .* id=65 .* nname=\+",
    r"recv .* id=70 .* count=[1-9]",
    r"recv .* id=71 ",
    r"recv .* id=72 .* nname=[ab]",
    r"request_notification \w+ (DEAD_NAME|NO_SENDERS) .* -> OK prev=\+",
    r"request_notification \w+ DEAD_NAME .*NULL MKSO -> OK prev=\+",
    r"request_notification \w+ DEAD_NAME .* -> INVALID_ARGUMENT",
    r"request_notification \w+ NO_SENDERS .* -> INVALID_NAME",
    r"request_notification \w+ NO_SENDERS .* -> INVALID_RIGHT",
]


def test_the_walks_come_to_every_kind_of_answer(walks: list[list[str]]) -> None:
    lines = [line for walk in walks for line in walk]
    assert [answer for answer in ANSWERS if not any(re.match(f"[ab]: {answer}", line) for line in lines)] == []


def test_libmach_contradicts_a_model_that_breaks_no_invariant_and_is_wrong(tmp_path: Path) -> None:
    """The user reference that comes with the news of a death is in none of them."""
    walks = [simulated(seed, tmp_path, "-DFORGET_REFERENCE", steps=STEPS) for seed in range(1, 11)]
    done = replay(tmp_path, walks)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "cannot be replayed" not in done.stdout
