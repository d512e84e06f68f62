"""Node ends while rights are owned. It runs no finalizer then: Mach ends those of a process, and what a worker leaves stays.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
from pathlib import Path

import pytest
from language import Workshop, built
from witness import ORDERS, Ended, has_used, released, runs, seen, unmarked


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return built("node")


def ended(workshop: Workshop, ending: str, orders: list[str], folder: Path, *, preloads: bool = True) -> Ended:
    return seen(workshop, ["node", workshop.folder / "exit_test.js", ending, *orders], folder, preloads=preloads)


def test_a_handler_of_exit_closes_them(workshop: Workshop, tmp_path: Path) -> None:
    done = ended(workshop, "a handler closes them", ORDERS, tmp_path)
    assert (done.code, done.out, done.error) == (0, "", "")
    assert [[released(lines) for lines in runs(process)] for process in done.processes] == [ORDERS]
    assert all(has_used(lines) for lines in runs(done.processes[0]))


@pytest.mark.parametrize(
    ("ending", "code", "error"),
    [
        ("the end", 0, ""),
        ("process.exit", 3, ""),
        ("a message is awaited", 3, ""),
        ("an error", 1, r"(.*\n)*Error: out\n(.*\n)*"),
    ],
)
@pytest.mark.parametrize("preloads", [True, False], ids=["seen", "unseen"])
def test_ends_that_release_nothing(
    workshop: Workshop, ending: str, code: int, error: str, preloads: bool, tmp_path: Path
) -> None:
    done = ended(workshop, ending, ORDERS[:1], tmp_path, preloads=preloads)
    assert (done.code, done.out) == (code, "")
    assert re.fullmatch(error, done.error)
    assert len(done.processes) == preloads
    for lines in done.processes:
        assert {line.owner for line in unmarked(lines)} == {"."}
        assert has_used(lines)


@pytest.mark.parametrize("ending", ["a worker ends", "a worker exits", "a worker is ended"])
def test_what_a_worker_leaves(workshop: Workshop, ending: str, tmp_path: Path) -> None:
    orders = ORDERS[::10]
    done = ended(workshop, ending, orders, tmp_path)
    assert (done.code, done.out, done.error) == (0, "", "")
    assert [[released(lines) for lines in runs(process)] for process in done.processes] == [orders]


@pytest.mark.parametrize("ending", ["a worker waits for a message", "a worker waits for room"])
def test_the_process_ends_while_a_worker_waits(workshop: Workshop, ending: str, tmp_path: Path) -> None:
    done = ended(workshop, ending, ORDERS[:1], tmp_path)
    assert (done.code, done.out, done.error) == (3, "", "")
    assert {line.owner for lines in runs(done.processes[0]) for line in unmarked(lines)} == {"."}
