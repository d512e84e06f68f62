"""Each language runs every vector through its own generated layer, and what its runner observes proves the verbs.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
from pathlib import Path
from typing import Any

import pytest
from language import ROOT, languages
from observation import Observation
from table import FALSIFIED, lies, ran, row, shown
from test_verbs import VECTORS
from vector_definition import Definition

EVERY = pytest.mark.parametrize("key", sorted(languages()))


@EVERY
@pytest.mark.parametrize("column", ["vectors", "verbs", "bad inputs"])
def test_a_row_of_the_table(key: str, column: str) -> None:
    reached, there_are = row(key).reached[column]
    shown.add(key)
    hole = languages()[key].holes.get(column)
    if column == "vectors" and not hole:
        assert ran(key).failures == []
    assert there_are
    if hole:
        assert reached < there_are, f"{column}: there is no hole any more: {hole}"
    else:
        assert reached == there_are


@EVERY
def test_the_verbs_say_what_it_measures(key: str) -> None:
    assert ran(key).observed
    assert lies(ran(key).observed) == []


@EVERY
def test_a_wrong_count_makes_its_runner_fail(key: str) -> None:
    """Or its other vectors prove nothing."""
    false = ran(key, FALSIFIED)
    assert false.code != 0
    assert [line for line in false.failures if FALSIFIED in line]
    assert false.passed == ran(key).passed - 1


WRONG_VERBS = [
    ("machport_send_right_release", "send", "borrowed"),
    ("machport_send_right_dup", "send", "consumed"),
    ("machport_receive_right_release", "receive", "consumed"),
    ("machport_host_self", "host", "plain"),
    ("machport_task_self", "task", "owned"),
]


@EVERY
@pytest.mark.parametrize(("function", "parameter", "verb"), WRONG_VERBS)
def test_a_wrong_verb_in_the_definition_turns_its_row_red(
    key: str, function: str, parameter: str, verb: str, tmp_path: Path
) -> None:
    mutant = json.loads((ROOT / "abi" / "machport.json").read_text(encoding="utf-8"))
    param = next(p for f in mutant["functions"] if f["name"] == function for p in f["params"] if p["name"] == parameter)
    assert param["verb"] != verb
    param["verb"] = verb
    file = tmp_path / "machport.json"
    file.write_text(json.dumps(mutant), encoding="utf-8")
    assert [lie for lie in lies(ran(key).observed, Definition(file)) if f"{function}, {parameter}: " in lie]


@pytest.mark.parametrize("key", sorted(languages().keys() - {"c"}))
def test_it_observes_what_c_observes(key: str) -> None:
    """Step by step, but for the names themselves and for the steps that only a language with pointers can say."""

    def measured(observations: list[Observation]) -> dict[tuple[str, int], Any]:
        return {
            (o.vector, o.step): (
                o.function,
                o.status,
                [(u.element, u.path, u.back, u.before, u.after, u.kinds) for u in o.uses],
                o.numbers,
            )
            for o in observations
        }

    own, c = measured(ran(key).observed), measured(ran("c").observed)
    pointers = {(vector.name, number) for vector in VECTORS for number, step in enumerate(vector.steps, 1) if step.needs_pointers}
    assert own
    assert {step: value for step, value in own.items() if step not in pointers} == {
        step: value for step, value in c.items() if step not in pointers
    }
