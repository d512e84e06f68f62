"""Runs every proof and ends with one line: the builds and their C tests by CTest, everything else by pytest.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
REPORTS = Path("build/reports")
# One build for each compiler, and one for each family of sanitizers.
BUILDS = {
    "gcc": ["-DCMAKE_C_COMPILER=gcc"],
    "clang": ["-DCMAKE_C_COMPILER=clang"],
    "address": ["-DCMAKE_C_COMPILER=gcc", "-DMACHPORT_SANITIZE=address,undefined"],
    "thread": ["-DCMAKE_C_COMPILER=gcc", "-DMACHPORT_SANITIZE=thread"],
    "fuzz": ["-DCMAKE_C_COMPILER=clang", "-DMACHPORT_SANITIZE=fuzzer-no-link,address,undefined"],
}


def say(text: str) -> None:
    print(f"machport: {text}", flush=True)


def run(*command: str | Path) -> bool:
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def run_quietly(*command: str | Path) -> bool:
    """Shows what the command said only where it failed."""
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


def build(name: str) -> bool:
    say(f"building with {name}")
    folder = f"build/{name}"
    options = ["-DMACHPORT_WERROR=ON", "-DMACHPORT_TESTS=ON", f"-DPython_EXECUTABLE={sys.executable}"]
    configured = run_quietly("cmake", "-G", "Ninja", "-S", ".", "-B", folder, *options, *BUILDS[name])
    return configured and run_quietly("cmake", "--build", folder)


def report(name: str) -> Path:
    path = ROOT / REPORTS / f"{name}.xml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    return path


def count(path: Path) -> tuple[int, int]:
    """The tests of one report that passed and that failed. A report that is not there, or that holds no test, is a failure."""
    if not path.exists():
        return 0, 1
    passed = failed = 0
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        told = any(case.find(tag) is not None for tag in ("failure", "error", "skipped"))
        bad = told or case.get("status") in ("fail", "notrun")
        passed, failed = passed + (not bad), failed + bad
    return (passed, failed) if passed + failed else (0, 1)


def ctest(name: str) -> Path:
    path = report(name)
    if build(name):
        say(f"running the C tests of {name}")
        run("ctest", "--test-dir", f"build/{name}", "--output-on-failure", "--output-junit", path)
    return path


def pytest() -> Path:
    say("running the Python tests")
    path = report("pytest")
    run(sys.executable, "-m", "pytest", "tests", f"--junitxml={path}")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", choices=BUILDS, help="only build, and run nothing")
    arguments = parser.parse_args()
    # The tools of the virtual environment, and its cmake before the system's.
    os.environ["PATH"] = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
    if arguments.build:
        sys.exit(not build(arguments.build))
    started = time.monotonic()
    counts = [count(path) for path in [*(ctest(name) for name in BUILDS), pytest()]]
    passed, failed = (sum(column) for column in zip(*counts, strict=True))
    say(f"{time.monotonic() - started:.0f} s")
    print(f"{passed} passed, {failed} failed", flush=True)
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
