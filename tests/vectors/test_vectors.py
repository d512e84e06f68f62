"""Every vector through both Python layers; and that the vectors are whole, and their runners able to fail.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import vector_runner
from jsonschema import Draft202012Validator
from vector_definition import definition
from vector_table import MACHS, Malformed, Vector, falsified, files, load, read

HERE = Path(__file__).resolve().parent
KNOWN = definition("embedded")
VECTORS = load("embedded", KNOWN)
FALSIFIED = "send_right/dup adds one user reference under the same name"
SLICE = {name: function for name, function in KNOWN.functions.items() if name.startswith("machport_")}
UNREACHED = {
    (function, entry["status"]): entry["why"]
    for entry in json.loads((HERE / "unreached.json").read_text(encoding="utf-8"))
    for function in entry["functions"]
}


@cache
def layer(name: str) -> vector_runner.Layer:
    return vector_runner.Layer(name, KNOWN)


@pytest.fixture
def at_home() -> Iterator[None]:
    """A vector that fails half-way must not leave the next one in another task, or in a space that is full."""
    home = layer("cffi").embedded.mach_embedded_task_current()
    yield
    layer("cffi").embedded.mach_embedded_task_enter(home)
    layer("cffi").embedded.mach_embedded_limit_names(0)


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("name", vector_runner.LAYERS)
@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_vector(name: str, vector: Vector) -> None:
    vector_runner.run(layer(name), vector)


@pytest.mark.parametrize("path", sorted({path for mach in MACHS for path in files(mach)}), ids=lambda path: path.stem)
def test_the_files_keep_to_the_schema(path: Path) -> None:
    schema = json.loads((HERE / "schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("mach", MACHS)
def test_each_mach_has_expectations_for_every_vector(mach: str) -> None:
    """Each word is resolved, each slot filled before it is used."""
    common = {vector.name for vector in load("darwin", definition("darwin"))}
    assert common <= {vector.name for vector in load(mach, definition(mach))}


SELF = {"call": "machport_task_self", "out": {"task": "=task"}}
TYPES = {"call": "machport_types", "args": {"name": "$task"}}


@pytest.mark.parametrize(
    ("steps", "error"),
    [
        ([TYPES], "nothing has filled \\$task"),
        ([SELF | {"call": "machport_nobody"}], "the definition has no machport_nobody"),
        ([SELF | {"status": "E_NOBODY"}], "the definition has no status E_NOBODY"),
        ([SELF | {"out": {"nobody": "=x"}}], "out: there is no nobody here"),
        ([SELF | {"out": {"task": "MACHPORT_NOBODY"}}], "the definition has no constant MACHPORT_NOBODY"),
        ([SELF, TYPES | {"args": {}}], "args must be \\['name'\\], not \\[\\]"),
        ([SELF, TYPES | {"null": ["name"]}], "null or same: there is no name here"),
        ([SELF | {"unobserved": True, "counts": {"task": {}}}], "cannot have counts"),
        ([SELF, TYPES | {"counts": {"other": {}}}], "counts: there is no other here"),
        ([SELF, TYPES | {"args": {"name": {"hex": "00"}}}], "cannot stand here, but int or str"),
        ([SELF | {"out": {"task": {"hex": "00"}}}], "cannot stand here, but an object with text or not"),
    ],
)
def test_a_vector_that_makes_no_sense_is_refused(
    steps: object, error: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = {"group": "wrong", "vectors": [{"name": "wrong", "source": "none", "steps": steps}]}
    (tmp_path / "wrong.json").write_text(json.dumps(content))
    monkeypatch.setattr("vector_table.VECTORS", tmp_path)
    with pytest.raises(ValueError, match=error):
        load("embedded", KNOWN)


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"group": "wrong"}', '{"group": "wrong", "vectors": [{"name": "wrong"}]}', "[" * 10**5]
)
def test_a_file_that_is_not_as_the_schema_says_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match="^wrong.json: "):
        read(text.encode(), "wrong", "embedded", KNOWN)


@pytest.mark.parametrize("name", vector_runner.LAYERS)
def test_a_runner_sees_a_wrong_count(name: str) -> None:
    """In a process of its own: a vector that fails leaves its rights behind."""
    command = [sys.executable, str(HERE / "vector_runner.py"), "--layer", name, "--falsify", FALSIFIED, FALSIFIED]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 1, run.stderr
    assert run.stdout.endswith("\n0 passed, 1 failed\n")


def test_only_what_counts_can_be_falsified() -> None:
    with pytest.raises(ValueError, match="expects nothing"):
        falsified(VECTORS, "library/the library says which Mach it runs on")
    with pytest.raises(ValueError, match="no vector"):
        falsified(VECTORS, "nobody's")


def reached() -> set[tuple[str, str]]:
    """Each function and each status that a vector expects of it, success included, on whatever Mach."""
    return {
        (step.function.name, step.status) for mach in MACHS for vector in load(mach, definition(mach)) for step in vector.steps
    }


def test_every_status_is_reached_or_it_is_said_why_not() -> None:
    listed = {(name, status) for name, function in SLICE.items() for status in function.statuses}
    listed |= {(name, "KERN_SUCCESS") for name in SLICE}
    assert listed - reached() == set(UNREACHED)
    assert all(UNREACHED.values())


def test_no_status_is_expected_that_the_definition_does_not_list() -> None:
    listed = {(name, status) for name, function in KNOWN.functions.items() for status in function.statuses}
    assert {pair for pair in reached() if pair[1] != "KERN_SUCCESS"} - listed == set()
