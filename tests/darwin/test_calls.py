"""What each function of the ABI asks of a Mach on Darwin is what calls.json says, and none of it would raise a guard exception.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from functools import cache
from pathlib import Path

import pytest

from . import build, log, policy


@cache
def logged(target: str) -> list[log.Call]:
    return log.calls(log.run(build.programs(target) / log.PROGRAM).stdout)


@pytest.mark.parametrize("target", build.MACOS)
def test_the_calls_are_those_that_are_expected(target: str) -> None:
    assert log.differences(logged(target)) == []


def test_every_function_is_called() -> None:
    assert {f"_{call.function}" for call in log.expected()} == policy.EXPORTS


def test_every_mach_call_of_the_library_is_written_down() -> None:
    """And is expected of some function: each import that is a Mach's, but the task's own name."""
    made = {f"_{line.split()[0]}" for call in log.expected() for line in call.mach}
    assert made == policy.MACH_CALLS - {"_mach_task_self_"}


def test_both_architectures_ask_the_same() -> None:
    assert logged(build.MACOS[0]) == logged(build.MACOS[1])


def test_a_difference_is_told() -> None:
    calls = log.expected()
    calls[10] = calls[10].with_mach(["mach_port_type self dead"])
    assert log.differences(calls) == [f"{calls[10].title()}: asks ['mach_port_type self dead'], not {[*log.expected()[10].mach]}"]
    assert log.differences(log.expected()[1:]) != []


@pytest.mark.parametrize("target", build.MACOS)
@pytest.mark.parametrize("program", [log.PROGRAM, Path("tests/c/run_vectors")])
def test_no_call_with_valid_arguments_raises_a_guard_exception(target: str, program: Path) -> None:
    """Whatever the vectors do, and they do whatever a caller may. Those that give a wrong guard are told so by the Mach."""
    output = log.run(build.programs(target) / program).stdout
    assert output.count("\nmach\t") > 100
    assert log.broken_rules(output) == []


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["mach_port_type #103 #203", "mach_port_destroy #103 #203"], "it takes whatever the name holds"),
        (["mach_port_type #103 #203", "mach_port_mod_refs #103 #203 SEND -1"], "none of the kind any more"),
        (["mach_port_type #103 #203", "mach_port_mod_refs #103 #303 SEND +1"], "nobody looked at the name before"),
        (["mach_port_mod_refs #103 #303 PORT_SET -1"], "nobody looked at the name before"),
        (["mach_msg SEND_MSG 24 to #203 COPY_SEND GUARD EXCEPTION"], "the arguments were valid"),
        (["mach_port_deallocate #103 #303 GUARD EXCEPTION"], "the arguments were valid"),
    ],
)
def test_a_broken_rule_is_told(lines: list[str], sentence: str) -> None:
    assert [sentence in line for line in log.broken_rules("\n".join(f"mach\t{line}" for line in lines))] == [True]


def test_what_keeps_to_the_rules_is_not_told() -> None:
    good = [
        "mach_port_type #103 #203",
        "mach_port_mod_refs #103 #203 PORT_SET -1",
        "mach_port_destruct #103 #203 +0 1 GUARD EXCEPTION",
    ]
    assert log.broken_rules("\n".join(f"mach\t{line}" for line in good)) == []
