"""Rounds over subjects in C that take turns, and the ratios of their medians.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import statistics
import subprocess
from collections import defaultdict
from pathlib import Path

ROUNDS = 31

Samples = dict[tuple[str, str], list[float]]


def sample(folder: Path, live: int, subjects: list[str]) -> Samples:
    """Nanoseconds by subject and operation, one for each round."""
    command = [str(folder / "c" / "rounds"), str(live), str(ROUNDS), *subjects]
    return read(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def read(output: str) -> Samples:
    samples: Samples = defaultdict(list)
    for line in output.splitlines():
        subject, operation, nanoseconds = line.split("\t")
        samples[subject, operation].append(float(nanoseconds))
    return samples


def ratio(samples: Samples, over: tuple[str, str], under: tuple[str, str]) -> float:
    return statistics.median(a / b for a, b in zip(samples[over], samples[under], strict=True))
