"""Each language runs every vector through its own generated layer, and what its runner observes proves the verbs.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from judge import ports
from language import ROOT, languages
from machport_gen import ir, reader
from observation import Observation
from table import FALSIFIED, lies, ran, row, shown
from test_verbs import KNOWN, VECTORS, VERBS
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
    ("machport_port_set_insert", "set", "consumed"),
    ("machport_notify_dead_name", "notify", "consumed_on_success"),
]


@cache
def misread(function: str, parameter: str, verb: str) -> Definition:
    """The definition of a header in which this parameter has this verb."""
    with TemporaryDirectory() as folder:
        for header in (ROOT / "abi").glob("*.h"):
            shutil.copy(header, folder)
        header = Path(folder) / "machport.h"
        more = r"(?:\s+MACHPORT_\w+(?:\(\w+\))?)*"
        words = "|".join(word.upper() for word in {verb for verbs in VERBS.values() for verb in verbs})
        direction = " MACHPORT_OUT" if verb == "plain" else ""
        wrong, count = re.subn(
            rf"(\b{function}\([^;]*?)MACHPORT_(?:{words})\b({more}\s+\w+ \*?{parameter}\b)",
            rf"\1MACHPORT_{verb.upper()}{direction}\2",
            header.read_text(encoding="utf-8"),
        )
        assert count == 1
        header.write_text(wrong, encoding="utf-8")
        file = Path(folder) / "machport.json"
        file.write_text(ir.dumps(reader.read(header, [Path(folder)])), encoding="utf-8")
        return Definition(file)


@EVERY
@pytest.mark.parametrize(("function", "parameter", "verb"), WRONG_VERBS)
def test_a_wrong_verb_in_the_header_turns_its_row_red(key: str, function: str, parameter: str, verb: str) -> None:
    """That every other wrong verb would is what the column of the verbs counts."""
    assert ports(KNOWN)[function, parameter].verb != verb
    assert [lie for lie in lies(ran(key).observed, misread(function, parameter, verb)) if f"{function}, {parameter}: " in lie]


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
