"""The JVM ends while rights are owned: hooks close them in every order; what nobody closed Mach ends with the process.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
from pathlib import Path

import pytest
from language import HERE, Workshop, built, module
from witness import ORDERS, Ended, has_used, released, runs, seen, unmarked

JAVA = HERE / "java"
CLASSES = {"R": "ReceiveRight", "S": "SendRight", "O": "SendOnceRight", "P": "PortSet", "D": "DeadName"}


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    made = built("java")
    module(JAVA / "java_language.py").compiled(made, made.folder / "classes", JAVA / "ExitTest.java")
    return made


def ended(workshop: Workshop, ending: str, orders: list[str], folder: Path, *, preloads: bool = True) -> Ended:
    command = module(JAVA / "java_language.py").java(workshop, "ExitTest", ending, *orders)
    return seen(workshop, command, folder, preloads=preloads)


def test_a_hook_closes_them(workshop: Workshop, tmp_path: Path) -> None:
    done = ended(workshop, "a hook closes them", ORDERS, tmp_path)
    assert (done.code, done.out, done.error) == (3, "", "")
    assert [[released(lines) for lines in runs(process)] for process in done.processes] == [ORDERS]
    assert all(has_used(lines) for lines in runs(done.processes[0]))


def test_a_hook_for_each_closes_them_all_at_once(workshop: Workshop, tmp_path: Path) -> None:
    done = ended(workshop, "many hooks close them", ORDERS[:1], tmp_path)
    assert (done.code, done.out, done.error) == (0, "", "")
    assert [sorted(line.owner for line in unmarked(lines)) for lines in done.processes] == [sorted("." + ORDERS[0])]
    assert done.processes[0][-1].space == done.processes[0][0].space


def test_a_cleaner_releases_them_before(workshop: Workshop, tmp_path: Path) -> None:
    """Each is told of."""
    orders = ORDERS[::4]
    done = ended(workshop, "a cleaner releases them", orders, tmp_path)
    assert (done.code, done.out) == (0, "")
    assert [[released(lines) for lines in runs(process)] for process in done.processes] == [orders]
    assert re.findall(r"unclosed (\w+)", done.error) == [CLASSES[owner] for order in orders for owner in order]


@pytest.mark.parametrize("ending", ["the end", "System.exit", "halt", "an error", "threads wait"])
def test_ends_that_release_nothing(workshop: Workshop, ending: str, tmp_path: Path) -> None:
    done = ended(workshop, ending, ORDERS[:1], tmp_path)
    assert (done.code, done.out) == ({"System.exit": 3, "halt": 4, "an error": 1}.get(ending, 0), "")
    assert re.fullmatch(r"Exception.*: out\n(\t.*\n)*" if ending == "an error" else "", done.error)
    assert {line.owner for lines in done.processes for line in unmarked(lines)} <= {"."}
    assert has_used(done.processes[0]) == (ending == "the end")


@pytest.mark.parametrize("ending", ["the end", "threads wait", "threads work"])
def test_without_a_witness(workshop: Workshop, ending: str, tmp_path: Path) -> None:
    done = ended(workshop, ending, ORDERS[:1], tmp_path, preloads=False)
    assert (done.code, done.out, done.error) == (0, "", "")
