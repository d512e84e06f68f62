"""The name space in C against those that programs have without it: time and memory.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import statistics
import subprocess
from pathlib import Path

from figures import Figure
from rounds import ratio, sample

MILLION = 1_000_000
SUBJECTS = {
    1_000: ["libmach", "GHashTable", "descriptors"],
    MILLION: ["libmach", "GHashTable", "descriptors"],
    10 * MILLION: ["libmach", "descriptors"],
}
# Our operation -> what it is measured against, and how many times faster it has to be.
PEERS: dict[str, dict[str, float | None]] = {
    "allocate+destroy": {"dup+close": 15, "eventfd+close": None, "GHashTable": None},
    "allocate+destroy any": {"GHashTable": None},
    "uref +1 -1": {"GHashTable": None},
    "type": {"fcntl(F_GETFD)": None, "GHashTable": None},
    "type any": {"GHashTable": None},
}
# Our operation -> how many C calls it may take, and the goal: of user references, for both changes.
CALLS: dict[str, tuple[float | None, float | None]] = {"allocate+destroy": (8, None), "uref +1 -1": (None, 6), "type": (None, 2)}
FLAT = 1.3
BYTES = {"receive": 128, "send": 16, "send-once": 16, "dead-name": 16, "GHashTable": None}


def times(folder: Path) -> list[Figure]:
    figures = []
    cost = {}
    for live, subjects in SUBJECTS.items():
        samples = sample(folder, live, subjects)
        cost[live] = ratio(samples, ("libmach", "allocate+destroy"), ("descriptors", "dup+close"))
        for operation, (at_most, goal) in CALLS.items():
            value = ratio(samples, ("libmach", operation), ("libmach", "C call"))
            took = statistics.median(samples["libmach", operation])
            what = f"{operation}, against a C call"
            figures.append(Figure(f"libmach, {live:,} names alive", what, value, "times the time", at_most, None, goal, took))
        for operation, peers in PEERS.items():
            own = ("libmach", operation)
            for name, at_least in peers.items():
                peer = (name, operation) if name == "GHashTable" else ("descriptors", name)
                if peer[0] in subjects:
                    value, took = ratio(samples, peer, own), statistics.median(samples[own])
                    what = f"{operation}, against {name}"
                    area = f"libmach, {live:,} names alive"
                    figures.append(Figure(area, what, value, "times faster", at_least=at_least, nanoseconds=took))
    fewest, most = min(SUBJECTS), max(SUBJECTS)
    what = f"allocate+destroy, {most:,} names against {fewest:,}"
    return [*figures, Figure("libmach, growing", what, cost[most] / cost[fewest], "times the cost", at_most=FLAT)]


def memory(folder: Path) -> list[Figure]:
    figures = []
    for kind, most in BYTES.items():
        run = subprocess.run([folder / "c" / "memory", kind, str(MILLION)], check=True, stdout=subprocess.PIPE, text=True)
        what = "GHashTable and its 64-byte records" if kind == "GHashTable" else f"a {kind.replace('-', ' ')}"
        figures.append(Figure("Memory of a name", what, float(run.stdout), "bytes", at_most=most))
    return figures
