"""Ruby's VM ends while rights are owned: blocks of at_exit, finalizers and the VM itself release them, in every order.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
from pathlib import Path

import pytest
from language import HERE, Workshop, built, module
from witness import ORDERS, Ended, has_used, released, seen, unmarked

RUBY = HERE / "ruby"


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return built("ruby")


def ended(workshop: Workshop, ending: str, orders: list[str], folder: Path, *, preloads: bool = True) -> Ended:
    command = [*module(RUBY / "ruby_language.py").ruby(workshop), RUBY / "exit_test.rb", ending, *orders]
    return seen(workshop, command, folder, preloads=preloads)


def test_at_exit(workshop: Workshop, tmp_path: Path) -> None:
    done = ended(workshop, "at_exit", ORDERS, tmp_path)
    assert (done.code, done.out, done.error) == (0, "0\n" * len(ORDERS), "")
    assert [released(lines) for lines in done.processes] == ORDERS
    assert all(has_used(lines) for lines in done.processes)


def test_the_vm_frees_them(workshop: Workshop, tmp_path: Path) -> None:
    """In the order in which they lie in memory, or in one that comes of it: no two of those that were seen are equal."""
    done = ended(workshop, "the end", ORDERS, tmp_path)
    assert (done.code, done.out, done.error) == (0, "0\n" * len(ORDERS), "")
    assert sorted(released(lines) for lines in done.processes) == sorted(ORDERS)


def test_finalizers_use_the_library(workshop: Workshop, tmp_path: Path) -> None:
    """They run before the VM frees what they were defined for, also in every order."""
    done = ended(workshop, "finalizers", ORDERS, tmp_path)
    assert (done.code, done.error) == (0, "")
    assert sorted(done.out.splitlines()) == [f"{order}0" for order in sorted(ORDERS)]
    assert sorted(released(lines) for lines in done.processes) == sorted(ORDERS)
    assert all(has_used(lines) for lines in done.processes)


@pytest.mark.parametrize(
    ("ending", "code", "error"),
    [("exit", 3, ""), ("abort", 1, "out\n"), ("raise", 1, r".*: out \(RuntimeError\)\n(\t.*\n)*")],
)
def test_ends_that_free_them(workshop: Workshop, ending: str, code: int, error: str, tmp_path: Path) -> None:
    done = ended(workshop, ending, ORDERS[:3], tmp_path)
    assert (done.code, done.out) == (0, f"{code}\n" * 3)
    assert re.fullmatch(f"({error}){{3}}", done.error)
    assert [len(released(lines)) for lines in done.processes] == [5] * 3


def test_an_end_that_frees_nothing(workshop: Workshop, tmp_path: Path) -> None:
    done = ended(workshop, "exit!", ORDERS[:3], tmp_path)
    assert (done.code, done.out, done.error) == (0, "4\n" * 3, "")
    assert [released(lines) for lines in done.processes] == [""] * 3


def test_threads_that_wait(workshop: Workshop, tmp_path: Path) -> None:
    """Theirs are released, too: three rights more."""
    done = ended(workshop, "threads that wait", ORDERS[:3], tmp_path)
    assert (done.code, done.out, done.error) == (0, "0\n" * 3, "")
    for lines in done.processes:
        assert "".join(sorted(line.owner for line in unmarked(lines))) == ".DOPRRRSS"
        assert lines[-1].space == lines[0].space


def test_threads_that_work(workshop: Workshop, tmp_path: Path) -> None:
    """They are killed anywhere: nothing is released twice."""
    done = ended(workshop, "threads that work", ORDERS[::12], tmp_path)
    assert (done.code, done.out, done.error) == (0, "0\n" * 10, "")
    assert all(line.status == 0 for lines in done.processes for line in lines)


@pytest.mark.parametrize("ending", ["at_exit", "the end", "finalizers", "threads that wait"])
def test_without_a_witness(workshop: Workshop, ending: str, tmp_path: Path) -> None:
    done = ended(workshop, ending, ORDERS[::30], tmp_path, preloads=False)
    assert (done.code, done.error) == (0, "")
    assert len(done.out.splitlines()) == 4
