"""A program whose processes end with one right of each kind that finalizers release; test_exit_order.py reads what it prints.

SPDX-License-Identifier: MIT OR Apache-2.0

One place holds all five, or five places hold a right each, in each order of the rights. A line for each process says where the
rights were, in which order they went, and which names were left when all had gone.
"""

import atexit
import builtins
import gc
import os
import sys
from collections.abc import Iterator
from itertools import permutations

import machport

from .last_words import Last, Says

RIGHTS = "rsopd"
PLACES = ("atexit", "cycle", "underscored", "global", "os", "builtins", "sys")
MODULES = {"os": os, "builtins": builtins, "sys": sys}


def five_rights(mach: machport.Over) -> dict[str, machport.Right]:
    """In the queue of the receive right waits a message with rights, and the port set holds it."""
    receive, send = mach.pair()
    port_set = mach.PortSet.new()
    port_set.add(receive)
    port, dying = mach.pair()
    port.close()
    dead = dying.dup_any()
    dying.close()
    send.send(rights=[mach.ReceiveRight.new(), receive.as_send()])
    return dict(zip(RIGHTS, (receive, send, receive.make_send_once(), port_set, dead), strict=True))


def arrangements() -> Iterator[list[tuple[str, str]]]:
    """Each right, and its place."""
    for order in permutations(RIGHTS):
        yield list(zip(order, PLACES, strict=False))
        for place in PLACES:
            yield [(right, place) for right in order]


def keep(place: str, number: int, says: Says) -> None:
    if place == "atexit":
        held = [says]
        del says
        atexit.register(held.clear)
    elif place == "cycle":
        cycle: list[object] = [says]
        cycle.append(cycle)
    elif place in MODULES:
        setattr(MODULES[place], f"_kept{number}", says)
    else:
        globals()[f"_kept{number}" if place == "underscored" else f"kept{number}"] = says


def end_with(mach: machport.Over, arrangement: list[tuple[str, str]]) -> None:
    mach.raw.machport_renew()
    gc.disable()
    last = Last()
    rights = five_rights(mach)
    for number, (letter, place) in enumerate(arrangement):
        keep(place, number, Says(letter, rights.pop(letter)))
    sys._last = last  # type: ignore[attr-defined]


def main() -> None:
    mach = machport.over(sys.argv[1])
    mach.pair()[0].close()
    for arrangement in arrangements():
        os.write(1, " ".join(f"{right}:{place}" for right, place in arrangement).encode() + b" ")
        child = os.fork()
        if child == 0:
            end_with(mach, arrangement)
            return
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status != 0:
            os.write(1, f" ended with {status}\n".encode())


if __name__ == "__main__":
    main()
