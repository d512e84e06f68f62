"""Every verb of the slice is true, and every other verb in its place is caught by what was measured.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from judge import Judge, ports
from observation import Observation, parse
from vector_definition import ROOT, definition
from vector_table import Step, load

HERE = Path(__file__).resolve().parent
RUNNERS = {
    "c": [str(ROOT / "build/gcc/tests/c/run_vectors")],
    "swig": [sys.executable, str(ROOT / "tests/vectors/vector_runner.py"), "--layer", "swig"],
    "cffi": [sys.executable, str(ROOT / "tests/vectors/vector_runner.py"), "--layer", "cffi"],
}
VERBS = {
    "in": ("borrowed", "consumed", "consumed_on_success"),
    "inout": ("borrowed", "consumed", "consumed_on_success", "owned"),
    "out": ("owned", "borrowed", "plain"),
}
KNOWN = definition()
SLICE = ports(KNOWN)
DEFINED = {key: port.verb for key, port in SLICE.items()}
VECTORS = load("embedded", definition("embedded"))
NOT_HELD = {"E_NULL", "E_DEAD", "E_STALE", "E_WRONG_KIND"}
"""These say that the caller holds no such right: they prove nothing of what becomes of one."""


@cache
def observed(runner: str) -> list[Observation]:
    """What a runner measured. Its own verdict is not asked here: the tests of the vectors do."""
    assert Path(RUNNERS[runner][0]).exists(), f"{RUNNERS[runner][0]} is not there: tests/run.py --build gcc makes it"
    run = subprocess.run(RUNNERS[runner], capture_output=True, text=True, timeout=300, check=False)
    return parse(run.stdout.splitlines())


def says_something(step: Step, key: tuple[str, str]) -> bool:
    """Whether a step can measure what a port's verb says of its status: not where the call is given nothing, has nothing to
    write to, or leaves it as it was; and an array that is not filled holds no names."""
    port, status = SLICE[key], step.status
    if not step.observed or status in NOT_HELD or step.function.name != key[0] or key[1].partition(".")[0] in step.null:
        return False
    if port.shape == "structs" and port.direction == "out" and status != "KERN_SUCCESS":
        return False
    return port.given or (status != "E_POINTER" and not step.struct_size)


@cache
def wanted(runner: str) -> set[tuple[str, str, str]]:
    """Each port with each status that vectors reach under a runner's eyes."""
    steps = [step for vector in VECTORS for step in vector.steps if runner == "c" or not step.needs_pointers]
    return {(*key, step.status) for step in steps for key in SLICE if says_something(step, key)}


@cache
def lies(runner: str) -> frozenset[str]:
    """Where the definition's own verbs differ from what was measured: nowhere."""
    return frozenset(Judge(KNOWN, DEFINED).contradictions(observed(runner)))


@pytest.mark.parametrize("runner", RUNNERS)
def test_the_verbs_say_what_is_measured(runner: str) -> None:
    assert lies(runner) == frozenset()


@pytest.mark.parametrize("runner", RUNNERS)
def test_each_verb_is_measured_on_success_and_on_each_failure(runner: str) -> None:
    """With a unit that was held: a call that was given nothing cannot lose it."""
    judge = Judge(KNOWN, DEFINED)
    measured = {
        (observation.function, use.path, observation.status)
        for observation in observed(runner)
        for use in observation.uses
        if (key := (observation.function, use.path)) in SLICE and (not SLICE[key].given or judge.holds(observation, use))
    }
    assert wanted(runner) - measured == set()


@pytest.mark.parametrize("runner", [runner for runner in RUNNERS if runner != "c"])
def test_every_runner_measures_the_same(runner: str) -> None:
    """Step by step, but for the names themselves and for the steps that only C can say."""

    def measured(name: str) -> dict[tuple[str, int], Any]:
        return {
            (observation.vector, observation.step): (
                observation.function,
                observation.status,
                [(use.element, use.path, use.back, use.before, use.after, use.kinds) for use in observation.uses],
                observation.numbers,
            )
            for observation in observed(name)
        }

    steps = {(vector.name, number) for vector in VECTORS for number, step in enumerate(vector.steps, 1) if step.needs_pointers}
    assert measured(runner) == {step: value for step, value in measured("c").items() if step not in steps}


def mutants() -> list[tuple[str, str, str]]:
    """Each port of the slice, with each verb that it does not have."""
    return [(*key, verb) for key, port in SLICE.items() for verb in VERBS[port.direction] if verb != port.verb]


UNOBSERVABLE = {
    (entry["function"], entry["parameter"], entry["mutant"]): entry
    for entry in json.loads((HERE / "unobservable.json").read_text())
}


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize(("function", "parameter", "verb"), mutants())
def test_a_wrong_verb_is_caught(runner: str, function: str, parameter: str, verb: str) -> None:
    caught = set(Judge(KNOWN, DEFINED | {(function, parameter): verb}).contradictions(observed(runner))) - lies(runner)
    listed = (function, parameter, verb) in UNOBSERVABLE
    assert bool(caught) != listed, (
        "it is caught, and stands in unobservable.json" if listed else "nothing measured speaks against it"
    )


def test_what_cannot_be_observed_is_a_mutant() -> None:
    assert set(UNOBSERVABLE) <= set(mutants())
    for key, entry in UNOBSERVABLE.items():
        assert entry["verb"] == DEFINED[key[:2]]
        assert entry["why"]


KEPT = "call\tx\t1\tmachport_send_right_release\tKERN_SUCCESS\tsend=1283:1:1:s"
LOST = "call\tx\t1\tmachport_receive_right_release\tKERN_INVALID_ARGUMENT\treceive=1283:1:0:r"
OWNED = "call\tx\t1\tmachport_task_self\tKERN_SUCCESS\ttask=259:1:2:s"
SENT = (
    "call\tx\t1\tmachport_message_send_once\tKERN_SUCCESS\tto.name=1283:1:1:o\tto.disposition=18\tto.name>0:0:0:-\tto.outcome>1"
)


@pytest.mark.parametrize("line", [KEPT, LOST, OWNED, SENT])
def test_the_judge_sees_a_unit_too_many_or_too_few(line: str) -> None:
    assert len(Judge(KNOWN, DEFINED).contradictions(parse([line]))) == 1
