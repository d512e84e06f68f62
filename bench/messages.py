"""Messages in C against what programs send messages by without Mach.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

from figures import Figure
from rounds import ROUNDS, ratio, read, sample

CORES = 2

OURS = {"mach_msg": "mach_msg", "machport_message": "machport_message_send and _receive"}
MESSAGE = {"GAsyncQueue": "message", "ZeroMQ inproc": "message", "pipe": "message", "socketpair": "message"}
RIGHT = {"socketpair": "SCM_RIGHTS"}
# Our operation -> the peers and their operation.
PEERS = {"message": MESSAGE, "right moved": RIGHT, "right copied": RIGHT}
# How many times faster mach_msg has to be.
AT_LEAST = {
    ("message", "GAsyncQueue"): 1,
    ("message", "ZeroMQ inproc"): 2,
    ("message", "pipe"): 15,
    ("message", "socketpair"): 35,
    ("right moved", "socketpair"): 40,
    ("right copied", "socketpair"): 40,
}


# Between two threads: what, the peer, and how its time compares with ours: at most, at least, and the goal.
EXCHANGES: dict[tuple[str, str], tuple[str, float | None, float | None, float | None]] = {
    ("there and back", "pipe"): ("times faster", None, 20, 50),
    ("there and back", "futex"): ("times faster", None, None, None),
    ("there and back, one core", "futex"): ("times the time", 1.2, None, 1.15),
    ("there and back, one core", "pipe"): ("times the time", None, None, None),
    ("streaming", "ZeroMQ inproc"): ("times faster", None, 1, 1.67),
    ("streaming", "GAsyncQueue"): ("times faster", None, None, None),
    ("streaming", "pipe"): ("times faster", None, None, 4),
}


# What two threads do in one space without one another.
TOGETHER = ("allocate+destroy", "type", "uref +1 -1")
TOGETHER_AT_LEAST, TOGETHER_GOAL = 1.6, 1.7


def two_threads(folder: Path) -> list[Figure]:
    """Ping-pong and streaming, and how much more two threads do in one space than one does.

    On one core no thread can see the other's answer while it looks for it, so that both sleep.
    """
    if len(os.sched_getaffinity(0)) < CORES:
        sys.exit("bench: two threads are measured on two cores, and there is one")
    command = [str(folder / "c" / "threads"), str(ROUNDS)]
    samples = read(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    figures = []
    for (operation, peer), (unit, at_most, at_least, goal) in EXCHANGES.items():
        own, its = ("mach_msg", operation), (peer, operation)
        value = ratio(samples, own, its) if unit == "times the time" else ratio(samples, its, own)
        took = statistics.median(samples[own])
        what = f"{operation}, against {peer}"
        figures.append(
            Figure("A 64-byte message between two threads: mach_msg", what, value, unit, at_most, at_least, goal, took)
        )
    for operation in TOGETHER:
        alone, both = ("libmach", operation), ("libmach", f"{operation}, both")
        value = 2 * ratio(samples, alone, both)
        what = f"{operation}, by two against one"
        figures.append(Figure("Two threads in one space", what, value, "times as many", None, TOGETHER_AT_LEAST, TOGETHER_GOAL))
    return figures


def one_thread(folder: Path) -> list[Figure]:
    """64 bytes, sent and received by one thread, which never waits. ZeroMQ begins threads of its own, and a process that has
    several pays more for each of its locks: so it is met in another process than the other peers."""
    with_threads = sample(folder, 0, [*OURS, "ZeroMQ inproc"])
    alone = sample(folder, 0, [*OURS, *(peer for peer in MESSAGE if peer != "ZeroMQ inproc")])
    figures = []
    for subject, name in OURS.items():
        for operation, peers in PEERS.items():
            own = subject, operation
            for peer, its in peers.items():
                samples = with_threads if peer == "ZeroMQ inproc" else alone
                if own in samples:
                    what = f"{operation}, against {peer}{' SCM_RIGHTS' if its != 'message' else ''}"
                    at_least = AT_LEAST[operation, peer] if subject == "mach_msg" else None
                    value, took = ratio(samples, (peer, its), own), statistics.median(samples[own])
                    area = f"A 64-byte message in one thread: {name}"
                    figures.append(Figure(area, what, value, "times faster", at_least=at_least, nanoseconds=took))
    return figures
