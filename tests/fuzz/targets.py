"""The targets, and how each is run: all take libFuzzer's options, and folders or files.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import importlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from . import ROOT

HERE = Path(__file__).resolve().parent
BUILD = ROOT / "build/fuzz/tests/fuzz"
SECONDS_FOR_ONE = 120
"""An input that takes longer, on whatever machine, hangs."""
MEGABYTES = 4096
# What was freed is watched for a while; all of libFuzzer's gigabytes would be.
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "tests"), "ASAN_OPTIONS": "quarantine_size_mb=64"}


@dataclass(frozen=True)
class Target:
    """most: the longest input, in bytes."""

    name: str
    most: int
    in_c: bool

    @property
    def command(self) -> list[str]:
        program = [str(BUILD / f"fuzz_{self.name}")] if self.in_c else [sys.executable, "-m", "fuzz.text", self.name]
        limits = [f"-timeout={SECONDS_FOR_ONE}", f"-rss_limit_mb={MEGABYTES}", f"-max_len={self.most}", "-len_control=0"]
        return [*program, *limits]

    @property
    def seeds(self) -> list[Path]:
        """Where to begin, and what was found once."""
        if self.in_c:
            return cases("seeds", self.name) + cases("found", self.name)
        seeds: list[Path] = importlib.import_module(f"fuzz.text_{self.name}").SEEDS
        return seeds + cases("found", self.name)


def cases(kind: str, name: str) -> list[Path]:
    return sorted((HERE / kind / name).glob("*"))


TARGETS = {
    target.name: target
    for target in (
        Target("message", 2048, in_c=True),
        Target("calls", 1024, in_c=True),
        Target("vectors", 80000, in_c=False),
        Target("ir", 40000, in_c=False),
        Target("replay", 30000, in_c=False),
        Target("header", 20000, in_c=False),
    )
}
