"""Every function, called with good and with bad arguments through both layers: equal answers, and no effect of a bad one.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from .definition import FILES, LAYERS, load

CORPORA = ("good", "bad", "misshapen")


@cache
def answers(layer: str, which: str, corpus: str) -> dict[str, dict[str, Any]]:
    """What every call of the corpus came to, by what was called."""
    run = subprocess.run(
        [sys.executable, "-m", "parity.outcomes", layer, which, corpus],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    lines = run.stdout.splitlines()
    assert run.returncode == 0, f"{layer} ended with {run.returncode} at {lines[-1:]}\n{run.stderr}"
    made: dict[str, dict[str, Any]] = {}
    for line in lines:
        label, _, answer = line.partition("\t")
        assert json.loads(label) not in made, f"two calls are both {label}"
        made[json.loads(label)] = json.loads(answer)
    return made


def none_of(wrong: list[str]) -> None:
    assert not wrong, f"{len(wrong)} calls, among them:\n" + "\n".join(wrong[:10])


@pytest.mark.parametrize("which", FILES)
@pytest.mark.parametrize("corpus", CORPORA)
def test_every_function_is_called(which: str, corpus: str) -> None:
    called = {label.partition("(")[0].partition(":")[0] for label in answers("swig", which, corpus)}
    without_parameters = {name for name, function in load(which).functions.items() if not function.inputs}
    assert called == load(which).functions.keys() - (without_parameters if corpus == "bad" else set())


@pytest.mark.parametrize("which", FILES)
@pytest.mark.parametrize("corpus", ["good", "bad"])
def test_the_layers_answer_alike(which: str, corpus: str) -> None:
    swig, cffi = (answers(layer, which, corpus) for layer in LAYERS)
    assert swig.keys() == cffi.keys()
    none_of([f"{label}\n    swig {swig[label]}\n    cffi {cffi[label]}" for label in swig if swig[label] != cffi[label]])


@pytest.mark.parametrize("which", FILES)
@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("corpus", ["bad", "misshapen"])
def test_a_bad_call_raises_and_changes_nothing(layer: str, which: str, corpus: str) -> None:
    seen = answers(layer, which, corpus)
    none_of([f"{label}: {one}" for label, one in seen.items() if one["answer"][0] != "raised" or one["changed"]])
    none_of([f"{label}: {one}" for label, one in seen.items() if one["answer"][1] in ("SystemError", "Exception")])


@pytest.mark.parametrize("which", FILES)
@pytest.mark.parametrize("layer", LAYERS)
def test_a_misshapen_call_is_a_type_error(layer: str, which: str) -> None:
    """In Python's own words, which are not the same for a builtin and for a function: they name the function."""
    for label, one in answers(layer, which, "misshapen").items():
        assert one["answer"][1] == "TypeError", label
        assert label.partition(":")[0] in one["answer"][2], label


@pytest.mark.parametrize("which", FILES)
@pytest.mark.parametrize("layer", LAYERS)
def test_the_words_of_a_refused_integer(layer: str, which: str) -> None:
    seen = answers(layer, which, "bad")
    for name, function in load(which).functions.items():
        for parameter in (parameter for parameter in function.inputs if parameter.what == "integer"):
            where, low, high = f"{name}: {parameter.name}", parameter.lowest, parameter.highest
            assert seen[f"{where} is str '1'"]["answer"][1:] == ["TypeError", f"{where} must be an integer, not str"]
            for beyond in (low - 1, high + 1):
                said = seen[f"{where} is {beyond}"]["answer"][1:]
                assert said == ["OverflowError", f"{where} must be {low} to {high}, not {beyond}"]


@pytest.mark.parametrize("which", FILES)
@pytest.mark.parametrize("layer", LAYERS)
def test_a_refusal_says_which_function_and_which_parameter(layer: str, which: str) -> None:
    mute: list[str] = []
    for label, one in answers(layer, which, "bad").items():
        _, kind, text = one["answer"]
        # What an argument itself raises comes through as it is; memory that is not there has no name.
        own = "from __" in text or label.endswith("a released memoryview") or kind == "MemoryError"
        if not own and not text.startswith(label.partition(" is ")[0]):
            mute.append(f"{label}: {text}")
    none_of(mute)
