"""The C tests of libmach and libmachport run on other machines, each of them, as they do here.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from .targets import MACHINES, ROOT, Machine


def run(*command: str | Path) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def configure(folder: Path, *options: str) -> None:
    common = ["-DMACHPORT_WERROR=ON", "-DMACHPORT_TESTS=ON", f"-DPython_EXECUTABLE={sys.executable}"]
    run("cmake", "-G", "Ninja", "-S", ".", "-B", folder, *common, *options)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the tests that this machine runs."""
    folder = tmp_path_factory.mktemp("here")
    configure(folder)
    listed = json.loads(run("ctest", "--test-dir", folder, "--show-only=json-v1"))
    return {test["name"] for test in listed["tests"]}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("machine", MACHINES, ids=[machine.name for machine in MACHINES])
def test_the_c_tests_run(machine: Machine, here: set[str]) -> None:
    folder = ROOT / "build/portable" / machine.name
    report = folder / "report.xml"
    configure(folder, *machine.options())
    run("cmake", "--build", folder)
    left_out = ["--exclude-regex", f"^({'|'.join(machine.left_out)})$"] if machine.left_out else []
    done = subprocess.run(
        ["ctest", "--test-dir", folder, "--output-on-failure", "--no-tests=error", "--output-junit", report, *left_out],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    passed = {
        case.attrib["name"] for case in ElementTree.parse(report).getroot().iter("testcase") if case.attrib["status"] == "run"
    }
    assert passed == here - set(machine.left_out)
