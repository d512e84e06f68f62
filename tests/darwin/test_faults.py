"""Every fault that is put into the library's Darwin files is found, by the calls that it makes or by what a program sees.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import build, log
from .recipe import recipe
from .sdk import ROOT

TARGET = build.MACOS[0]
SOURCES = "abi/src/darwin"
FAULTS: list[dict[str, str]] = json.loads(Path(__file__).with_name("faults.json").read_text(encoding="utf-8"))
PROGRAMS = ("abi/message_receive_test", "abi/message_outcome_test", "abi/notification_test", "abi/ops_test", "c/run_vectors")
"""What looks for faults that the calls do not show, in this order."""


def faulty(fault: dict[str, str], folder: Path) -> Path:
    """The folder of a library with one fault."""
    source = ROOT / SOURCES / fault["file"]
    text = source.read_text(encoding="utf-8")
    assert text.count(fault["right"]) == 1, f"{fault['file']} says otherwise: {fault['right']}"
    changed = folder / fault["file"]
    changed.write_text(text.replace(fault["right"], fault["wrong"]), encoding="utf-8")
    return recipe(TARGET).make(folder, ["-Wl,-undefined,dynamic_lookup"], {f"{SOURCES}/{fault['file']}": changed}).parent


def found_by(library: Path, limit: int) -> Iterator[str]:
    """What finds the fault: one after the other is asked."""
    try:
        done = log.run(build.programs(TARGET) / log.PROGRAM, library, limit)
        if done.returncode != 0 or log.differences(log.calls(done.stdout)):
            yield "calls"
        for program in PROGRAMS:
            done = log.run(build.programs(TARGET) / "tests" / program, library, limit)
            if done.returncode != 0:
                yield program
    except subprocess.TimeoutExpired:
        yield "time"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault['file']}: {fault['wrong'] or 'without ' + fault['right']}")
def test_a_fault_is_found(fault: dict[str, str], tmp_path: Path) -> None:
    assert next(found_by(faulty(fault, tmp_path), 10), None) is not None


def test_nothing_is_found_where_there_is_no_fault() -> None:
    assert list(found_by(build.library(TARGET).parent, 120)) == []


def test_each_file_has_faults() -> None:
    assert {fault["file"] for fault in FAULTS} == {path.name for path in (ROOT / SOURCES).glob("*.c")}
    assert len({(fault["file"], fault["right"], fault["wrong"]) for fault in FAULTS}) == len(FAULTS) > 48
