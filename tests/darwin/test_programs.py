"""The same C tests as on Linux pass as Mach-O programs of both architectures, and make the same number of checks.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from gnumach import host

from . import build, sdk

NOT_DARWIN = {
    "abi_exit": "it asks when the host's loader ends a library",
    "abi_exit_order": "it asks when the host's loader ends a library",
    "abi_fork": "an emulated program cannot fork",
    "abi_memory": "it leads names of libmach elsewhere, which is no Mach-O library",
    "abi_thread_order": "it makes keys before the host's loader loads libmach",
    "mach_cancel": "emulated threads are not cancelled",
    "mach_crowd": "emulated threads take turns, and do not contend",
    "mach_crowd_message": "emulated threads take turns, and do not contend",
    "mach_error": "it leads stderr to a file",
    "mach_fork": "an emulated program cannot fork",
    "mach_lock": "it is compiled with libmach's own files",
    "mach_memory": "it leads names of libmach elsewhere, which is no Mach-O library",
    "mach_memory_message": "it leads names of libmach elsewhere, which is no Mach-O library",
    "mach_memory_server": "it leads names of libmach elsewhere, which is no Mach-O library",
    "mach_memory_task": "it leads names of libmach elsewhere, which is no Mach-O library",
    "mach_signal": "an emulated program gets no signals",
    "mach_two_copies": "it opens a second libmach",
    "mach_unload": "it opens libmach, and closes it",
    "mach_waiter": "it is compiled with libmach's own files",
    "mach_word": "it is compiled with libmach's own headers",
    "soak": "it looks into objects of libmach, which are no Mach-O files",
}
"""The tests of Linux that are not run here, and why."""
WITHOUT_NUMBER = {"mach_threads": "one thread checks until another is done"}
"""Tests that do not make the same number of checks each time, and why."""


@cache
def results(folder: Path) -> dict[str, tuple[str, str]]:
    """Of each test that CTest knows: whether it passed, and what it printed."""
    report = folder / "report.xml"
    report.unlink(missing_ok=True)
    limits = ["--test-output-size-passed", "10000000", "--test-output-size-failed", "10000000"]
    command = [build.CTEST, "--test-dir", str(folder), "--output-junit", str(report), *limits]
    subprocess.run(command, capture_output=True, check=False, timeout=300)
    cases = ElementTree.parse(report).getroot().iter("testcase")
    return {case.attrib["name"]: (case.attrib["status"], case.findtext("system-out", "")) for case in cases}


def counts(output: str) -> list[str]:
    """What a runner says at its end; of an example, which counts nothing, all that it prints."""
    return re.findall(r"^\d+ passed, \d+ failed$", output, re.MULTILINE) or [output]


@pytest.mark.parametrize("target", build.MACOS)
def test_every_test_of_linux_is_there(target: str) -> None:
    native = set(results(build.NATIVE))
    assert len(native) > 30, "tests/run.py --build gcc makes them"
    assert set(NOT_DARWIN) <= native
    assert set(results(build.programs(target))) == native - set(NOT_DARWIN)


@pytest.mark.parametrize("target", build.MACOS)
def test_each_passes_with_as_many_checks(target: str) -> None:
    emulated, native = results(build.programs(target)), results(build.NATIVE)
    for name, (status, output) in emulated.items():
        assert status == "run", f"{name} {status}:\n{output[-2000:]}"
        if name not in WITHOUT_NUMBER:
            assert counts(output) == counts(native[name][1]), name


@pytest.mark.parametrize("target", build.MACOS)
def test_the_verbs_are_true(target: str, tmp_path: Path) -> None:
    """By the user references that the vectors' runner observed as a program of Darwin's."""
    log = tmp_path / "vectors.log"
    run = subprocess.run(
        [build.RUNNER, "-l", build.LIBMACH, build.programs(target) / "tests/c/run_vectors"],
        capture_output=True,
        text=True,
        check=False,
    )
    log.write_text(run.stdout)
    judge = subprocess.run([sys.executable, sdk.ROOT / "tests/verbs/judge.py", log], capture_output=True, text=True, check=False)
    assert judge.returncode == 0, judge.stdout + judge.stderr


def test_what_a_mac_would_build_passes_here() -> None:
    """Without the embedded Mach's interface: the vectors that Darwin's kernel is to answer, with their own expectations."""
    folder = build.build(build.MACOS[0], "-DMACHPORT_TESTS=ON", folder=build.FOLDER / "mac")
    done = subprocess.run(
        [build.RUNNER, "-l", build.LIBMACH, folder / "tests/c/run_vectors"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert re.fullmatch(r"[1-9]\d+ passed, 0 failed", done.stdout.splitlines()[-1]), done.stdout[-2000:]
    tests = host.run([build.CTEST, "--test-dir", str(folder), "-N"], folder)
    assert {"vectors_c", "abi_rights_release", "example_echo_server"} <= set(re.findall(r"Test +#\d+: (\w+)", tests))
