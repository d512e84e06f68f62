"""The workflow that would run on Macs is one: it keeps to the schema, and the files and options that it names are there.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from .sdk import ROOT

WORKFLOW = ROOT / ".github/workflows/test.yml"
CHECK = [str(Path(sys.executable).with_name("check-jsonschema")), "--builtin-schema", "vendor.github-workflows"]


def keeps_to_the_schema(path: Path) -> bool:
    return subprocess.run([*CHECK, str(path)], capture_output=True, check=False).returncode == 0


def test_it_keeps_to_the_schema() -> None:
    assert keeps_to_the_schema(WORKFLOW)


@pytest.mark.parametrize(("right", "wrong"), [("runs-on: ubuntu", "run-on: ubuntu"), ("  pull_request:", "  pulled_request:")])
def test_a_broken_workflow_does_not(right: str, wrong: str, tmp_path: Path) -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "test.yml").write_text(text.replace(right, wrong), encoding="utf-8")
    assert not keeps_to_the_schema(tmp_path / "test.yml")


def test_what_it_calls_is_there() -> None:
    named = set(re.findall(r"\b(?:tests|tools)/[\w/]+(?:\.py)?", WORKFLOW.read_text(encoding="utf-8")))
    assert {"tests/vectors/vector_runner.py", "tests/verbs/judge.py", "tools/require"} <= named
    built = {"tests/c/run_vectors"}  # by CMake
    assert {name for name in named - built if not (ROOT / name).exists()} == set()
