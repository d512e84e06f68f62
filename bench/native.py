"""Compiled languages against C: the same two loops in a library of each language, which take turns.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import ctypes
import os
import random
import shutil
import statistics
import subprocess
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from time import thread_time

from building import BENCH, libraries
from figures import Figure

NATIVE = BENCH / "native"
REPOSITORY = BENCH.parent
ROUNDS = 61
TIMES = 200_000
BASE = "C"
LIMIT = 1.25
CALLS = {
    "f": "a call whose answer is looked at, machport_check",
    "g": "a call whose status becomes an error, machport_types",
}

Loop = Callable[[int, int], int]


def build(folder: Path) -> dict[str, Path]:
    """The library of each language, linked to the installed package's, and optimised."""
    link, include = folder / "lib", folder / "include" / "machport"
    shutil.rmtree(folder, ignore_errors=True)
    link.mkdir(parents=True)
    (link / "libmachport.so").symlink_to(libraries() / "libmachport.so.1")
    include.mkdir(parents=True)
    for header in (*(REPOSITORY / "abi").glob("*.h"), REPOSITORY / "bindings" / "cpp" / "machport.hpp"):
        shutil.copy(header, include)
    made = {"C": folder / "libc_calls.so", "C++": folder / "libcpp_calls.so"}
    common = ["-O2", "-fPIC", "-shared", "-Wall", "-Wextra", f"-I{include.parent}", f"-L{link}"]
    for compiler, source, library in (("gcc", "calls.c", made["C"]), ("g++", "calls.cpp", made["C++"])):
        standard = ["-std=c++17"] if compiler == "g++" else []
        subprocess.run([compiler, *standard, *common, NATIVE / source, "-lmachport", "-o", library], check=True)
    environment = os.environ | {"MACHPORT_LIB_DIR": str(link), "CARGO_TARGET_DIR": str(folder / "rust")}
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=NATIVE / "rust", env=environment, check=True)
    return made | {"Rust": folder / "rust" / "release" / "libbench_calls.so"}


def loop(library: ctypes.CDLL, call: str) -> Loop:
    found: Loop = getattr(library, call)
    found.argtypes, found.restype = [ctypes.c_uint32, ctypes.c_uint64], ctypes.c_uint64  # type: ignore[attr-defined]
    return found


def loops(made: dict[str, Path], call: str) -> dict[str, Loop]:
    return {language: loop(ctypes.CDLL(str(library)), f"bench_{call}") for language, library in made.items()}


def seconds(run: Loop, name: int, times: int) -> float:
    started = thread_time()
    run(name, times)
    return (thread_time() - started) / times


def compare(
    area: str, every: dict[str, Loop], name: int, base: str = BASE, limit: float | None = LIMIT, times: int = TIMES
) -> list[Figure]:
    """Each one's time over the base's: medians of rounds, each sample between two of the base."""
    answers = {language: run(name, 3) for language, run in every.items()}
    if len(set(answers.values())) != 1 or not answers[base]:
        raise RuntimeError(f"the languages answer differently: {answers}")
    samples: dict[str, list[tuple[float, float]]] = {language: [] for language in every}
    order = list(every)
    for _ in range(ROUNDS):
        random.shuffle(order)
        for language in order:
            before, own, after = (seconds(every[each], name, times) for each in (base, language, base))
            samples[language].append((2 * own / (before + after), own))
    return [
        Figure(
            area,
            language,
            statistics.median(ratio for ratio, _ in taken),
            f"x {base}",
            at_most=None if language == base else limit,
            nanoseconds=1e9 * statistics.median(own for _, own in taken),
        )
        for language, taken in samples.items()
    ]


def measure(folder: Path) -> list[Figure]:
    made = build(folder / "native")
    machport = import_module("machport")
    receive, send = machport.pair()
    with receive, send:
        every = {f"Compiled languages: {what}": loops(made, call) for call, what in CALLS.items()}
        return [figure for area, runs in every.items() for figure in compare(area, runs, send.name)]
