"""Perl ends while rights are owned, and destroys them in every order, also such as only global destruction finds.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from pathlib import Path

import pytest
from language import HERE, Workshop, built, module
from witness import ORDERS, Ended, has_used, released, seen, unmarked

PERL = HERE / "perl"


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return built("perl")


def ended(workshop: Workshop, ending: str, orders: list[str], folder: Path, *, preloads: bool = True) -> Ended:
    command = [*module(PERL / "perl_language.py").perl(workshop), PERL / "exit_test.pl", ending, *orders]
    return seen(workshop, command, folder, preloads=preloads)


def test_undef_in_an_end_block(workshop: Workshop, tmp_path: Path) -> None:
    done = ended(workshop, "undef in END", ORDERS, tmp_path)
    assert (done.code, done.out, done.error) == (0, "0\n" * len(ORDERS), "")
    assert [released(lines) for lines in done.processes] == ORDERS
    assert all(has_used(lines) for lines in done.processes)


@pytest.mark.parametrize("ending", ["lexicals", "globals", "cycles"])
def test_global_destruction(workshop: Workshop, ending: str, tmp_path: Path) -> None:
    """Its order is Perl's own, but the same in each of these processes: so no two of the orders that were seen are equal."""
    done = ended(workshop, ending, ORDERS, tmp_path)
    assert (done.code, done.out, done.error) == (0, "0\n" * len(ORDERS), "")
    assert sorted(released(lines) for lines in done.processes) == sorted(ORDERS)
    assert all(has_used(lines) for lines in done.processes)


def test_exit(workshop: Workshop, tmp_path: Path) -> None:
    done = ended(workshop, "exit", ORDERS[:3], tmp_path)
    assert (done.code, done.out, done.error) == (0, "3\n" * 3, "")
    assert [len(released(lines)) for lines in done.processes] == [5] * 3


def test_die(workshop: Workshop, tmp_path: Path) -> None:
    done = ended(workshop, "die", ORDERS[:3], tmp_path)
    assert (done.code, done.out, done.error) == (0, "255\n" * 3, "out\n" * 3)
    assert [len(released(lines)) for lines in done.processes] == [5] * 3


def test_an_exit_that_destroys_nothing(workshop: Workshop, tmp_path: Path) -> None:
    done = ended(workshop, "POSIX::_exit", ORDERS[:3], tmp_path)
    assert (done.code, done.out, done.error) == (0, "4\n" * 3, "")
    assert [released(lines) for lines in done.processes] == [""] * 3


def test_a_thread_that_waits(workshop: Workshop, tmp_path: Path) -> None:
    """Perl tells of it, and destroys nothing: the thread may have a receive right by then."""
    done = ended(workshop, "a thread waits", ORDERS[:3], tmp_path)
    assert (done.code, done.out) == (0, "0\n" * 3)
    assert done.error.count("Perl exited with active threads:\n\t1 running and unjoined\n") == 3
    assert len(done.error.splitlines()) == 4 * 3
    assert [[line.owner for line in unmarked(lines)] for lines in done.processes] == [["."]] * 3


@pytest.mark.parametrize("ending", ["undef in END", "lexicals", "globals", "cycles"])
def test_without_a_witness(workshop: Workshop, ending: str, tmp_path: Path) -> None:
    done = ended(workshop, ending, ORDERS[::30], tmp_path, preloads=False)
    assert (done.code, done.out, done.error) == (0, "0\n" * 4, "")
