"""Mono ends while rights are owned: handlers of ProcessExit dispose them in every order, and its finalizers what nobody did.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from language import HERE, built, module
from witness import ORDERS, Ended, has_used, released, runs, seen, unmarked

CSHARP = HERE / "csharp"
CLASSES = {"R": "ReceiveRight", "S": "SendRight", "O": "SendOnceRight", "P": "PortSet", "D": "DeadName"}
Ending = Callable[..., Ended]


@pytest.fixture(scope="module")
def command() -> list[str | Path]:
    language = module(CSHARP / "csharp_language.py")
    workshop = built("csharp")
    made: list[str | Path] = language.mono(workshop, language.compiled(workshop, "ExitTest.exe", CSHARP / "ExitTest.cs"))
    return made


@pytest.fixture
def ended(command: list[str | Path], tmp_path: Path) -> Ending:
    return lambda ending, *orders, preloads=True: seen(built("csharp"), [*command, ending, *orders], tmp_path, preloads=preloads)


def test_a_handler_of_the_end_disposes_them(ended: Ending) -> None:
    done = ended("a handler closes them", *ORDERS)
    assert (done.code, done.out, done.error) == (3, "", "")
    assert [[released(lines) for lines in runs(process)] for process in done.processes] == [ORDERS]
    assert all(has_used(lines) for lines in runs(done.processes[0]))


def test_finalizers_release_them_before(ended: Ending) -> None:
    """Each is told of."""
    done = ended("finalizers release them", *ORDERS)
    assert (done.code, done.out) == (0, "")
    assert [[released(lines) for lines in runs(process)] for process in done.processes] == [ORDERS]
    assert re.findall(r"undisposed (\w+)", done.error) == [CLASSES[owner] for order in ORDERS for owner in order]


@pytest.mark.parametrize(("ending", "code"), [("the end", 0), ("Environment.Exit", 3)])
def test_finalizers_release_them_at_the_end(ended: Ending, ending: str, code: int) -> None:
    """In an order that is Mono's own; nobody is told any more."""
    for order in ORDERS[::12]:
        done = ended(ending, order)
        assert (done.code, done.out, done.error) == (code, "", "")
        assert [len(released(lines)) for lines in done.processes] == [len(order)]
        assert has_used(done.processes[0])


def test_an_exception_that_nobody_catches(ended: Ending) -> None:
    done = ended("an error", ORDERS[0])
    assert (done.code, done.out) == (1, "")
    assert re.findall(r"(\S+): out", done.error) == ["System.InvalidOperationException"] * 2
    assert "undisposed" not in done.error
    assert {line.owner for lines in done.processes for line in unmarked(lines)} <= {"."}


@pytest.mark.parametrize("preloads", [True, False], ids=["seen", "unseen"])
def test_threads_that_wait(ended: Ending, preloads: bool) -> None:
    """Whose rights, three more, may be released as well."""
    done = ended("threads wait", ORDERS[0], preloads=preloads)
    assert (done.code, done.out, done.error) == (0, "", "")
    for lines in done.processes:
        assert set("." + ORDERS[0]) <= {line.owner for line in unmarked(lines)}
        assert all(line.status == 0 for line in lines)


def test_threads_that_work(ended: Ending) -> None:
    """Mono aborts them, anywhere."""
    for order in ORDERS[::12]:
        done = ended("threads work", order, preloads=False)
        assert (done.code, done.out, done.error) == (0, "", "")
