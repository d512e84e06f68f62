"""Lua's state is closed while rights are owned: their finalizers run in the reverse order of their making, whatever that is.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
from pathlib import Path

import pytest
from language import HERE, Workshop, built, module
from witness import ORDERS, Ended, has_used, released, seen

LUA = HERE / "lua"
CLASSES = {"R": "ReceiveRight", "S": "SendRight", "O": "SendOnceRight", "P": "PortSet", "D": "DeadName"}


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return built("lua")


def ended(workshop: Workshop, order: str, ending: str, folder: Path, *, preloads: bool = True) -> Ended:
    """With warnings, which tell of all that nobody closed."""
    command = [*module(LUA / "lua_language.py").lua(workshop), "-W", LUA / "exit_test.lua", order, ending]
    return seen(workshop, command, folder, preloads=preloads)


def unclosed(order: str) -> str:
    return "".join(f"Lua warning: machport: a {CLASSES[owner]} was never closed\n" for owner in order)


@pytest.mark.parametrize("ending", ["the script ends", "os.exit closes the state", "some are collected before"])
def test_finalizers(workshop: Workshop, ending: str, tmp_path: Path) -> None:
    for order in ORDERS:
        expected = order[::-1] if ending != "some are collected before" else order[::2][::-1] + order[1::2][::-1]
        done = ended(workshop, order, ending, tmp_path)
        assert (done.code, done.out, done.error) == (0, "", unclosed(expected))
        assert [released(lines) for lines in done.processes] == [expected]
        assert has_used(done.processes[0])


def test_variables_that_are_closed(workshop: Workshop, tmp_path: Path) -> None:
    for order in ORDERS:
        done = ended(workshop, order, "os.exit leaves a block", tmp_path)
        assert (done.code, done.out, done.error) == (0, "", "")
        assert [released(lines) for lines in done.processes] == [order[::-1]]


def test_an_error(workshop: Workshop, tmp_path: Path) -> None:
    done = ended(workshop, "RSOPD", "an error", tmp_path)
    assert (done.code, done.out) == (1, "")
    assert re.fullmatch("lua5.4: out\nstack traceback:\n(\t.*\n)*" + unclosed("DPOSR"), done.error)
    assert [released(lines) for lines in done.processes] == ["DPOSR"]


def test_a_state_that_is_not_closed_runs_no_finalizer(workshop: Workshop, tmp_path: Path) -> None:
    done = ended(workshop, "RSOPD", "os.exit does not close the state", tmp_path)
    assert (done.code, done.out, done.error) == (3, "", "")
    assert [released(lines) for lines in done.processes] == [""]


@pytest.mark.parametrize("ending", ["the script ends", "os.exit closes the state", "some are collected before"])
def test_the_modules_are_unloaded_last(workshop: Workshop, ending: str, tmp_path: Path) -> None:
    for order in ORDERS[::30]:
        done = ended(workshop, order, ending, tmp_path, preloads=False)
        assert (done.code, done.out, len(done.error.splitlines())) == (0, "", len(order))


def test_what_a_finalizer_makes_while_the_state_closes_has_none(workshop: Workshop, tmp_path: Path) -> None:
    """Lua's own rule, of which the README tells."""
    program = 'local machport = require "machport" setmetatable({}, {__gc = function() machport.PortSet.new() end})'
    done = seen(workshop, [*module(LUA / "lua_language.py").lua(workshop), "-W", "-e", program], tmp_path)
    assert (done.code, done.out, done.error, done.processes) == (0, "", "", [])
