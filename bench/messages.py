"""Messages in C against what programs send messages by without Mach.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import statistics
from pathlib import Path

from figures import Figure
from rounds import ratio, sample

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


def one_thread(folder: Path) -> list[Figure]:
    """64 bytes, sent and received by one thread, which never waits."""
    samples = sample(folder, 0, [*OURS, *MESSAGE])
    figures = []
    for subject, name in OURS.items():
        for operation, peers in PEERS.items():
            own = subject, operation
            for peer, its in peers.items():
                if own in samples:
                    what = f"{operation}, against {peer}{' SCM_RIGHTS' if its != 'message' else ''}"
                    at_least = AT_LEAST[operation, peer] if subject == "mach_msg" else None
                    value, took = ratio(samples, (peer, its), own), statistics.median(samples[own])
                    area = f"A 64-byte message in one thread: {name}"
                    figures.append(Figure(area, what, value, "times faster", at_least=at_least, nanoseconds=took))
    return figures
