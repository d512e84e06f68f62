"""Makes every call of a corpus through one layer, in a process of its own, and says what became of each.

SPDX-License-Identifier: MIT OR Apache-2.0

`python -m parity.outcomes swig machport good`: a line of JSON for each call, written before the next one is made, so that a crash
shows which call it was. A call is said with its outcome and with what the space holds after it.
"""

import importlib
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from machport import MachError

from .corpus import Call, bad_calls, good_calls, misshapen_calls
from .definition import MODULES, load

GUARD = 1
MEMORY = 2**30


class Space:
    """The name space, seen through the layer that is under test."""

    def __init__(self, layer: str) -> None:
        self.raw: Any = importlib.import_module(MODULES["machport"][layer])
        self.embedded: Any = importlib.import_module(MODULES["embedded"][layer])
        self.own = self.names()

    def names(self) -> list[int]:
        names: list[int] = self.raw.machport_space_names(4096)[0]
        return names

    def prepare(self) -> dict[str, int]:
        """Starts again, with rights of every kind and a name that held one. Their names are always the same."""
        raw = self.raw
        self.embedded.mach_embedded_reset()
        pair, _ = raw.machport_pair_new(0, 0)
        dead, _ = raw.machport_pair_new(0, 0)
        raw.machport_receive_right_release(dead, 0)
        stale = raw.machport_port_set_new()
        raw.machport_port_set_release(stale)
        return {
            "a pair": pair,
            "a receive right": raw.machport_receive_right_new(0, 0),
            "a guarded receive right": raw.machport_receive_right_new(raw.MACHPORT_GUARD, GUARD),
            "a send-once right": raw.machport_send_once_right_make(pair),
            "a set": raw.machport_port_set_new(),
            "a dead name": dead,
            "a name that holds nothing now": stale,
        }

    def held(self) -> dict[str, list[int]]:
        """What each name but the task's own port holds: user references by kind."""
        kinds = range(self.raw.MACHPORT_KIND_DEAD_NAME + 1)
        return {
            hex(name): [self.raw.machport_urefs(name, kind) for kind in kinds] for name in self.names() if name not in self.own
        }


def answer(function: Callable[..., Any], call: Call) -> list[str]:
    """What a call gave or raised, as text."""
    arguments = [make() for make in call.arguments]
    try:
        return ["gave", repr(function(*arguments, **call.named))]
    except MachError as error:
        return ["MachError", str(error), *(repr(getattr(error, field)) for field in ("status", "name", "text", "results"))]
    except Exception as error:
        return ["raised", type(error).__name__, str(error)]


def addresses() -> int:
    """How large the process is, in addresses: the embedded Mach has set aside its tables by now, which are larger than memory."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def main(layer: str, which: str, corpus: str) -> None:
    definition, module, space = load(which), importlib.import_module(MODULES[which][layer]), Space(layer)
    rights = space.prepare()
    # A room that is too large must be refused, and not be tried until the machine gives up.
    most = addresses() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    calls = {
        "good": lambda: good_calls(definition, rights),
        "bad": lambda: bad_calls(definition),
        "misshapen": lambda: misshapen_calls(definition),
    }
    prepared = space.held()
    for call in calls[corpus]():
        if space.prepare() != rights or space.held() != prepared:
            sys.exit("the same rights have other names after a fresh start")
        print(json.dumps(call.label), end="\t", flush=True)
        seen = answer(getattr(module, call.function), call)
        held = space.held()
        print(json.dumps({"answer": seen, "held": held, "changed": held != prepared}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
