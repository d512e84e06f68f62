"""Compares what the definition's verbs say with what the runners measured: the change of each name's units in every call.

SPDX-License-Identifier: MIT OR Apache-2.0

A line of the observation log says of a call which names it was given and gave back, and how many units each held before and
after. The verbs predict the change: a consumed unit is one less, an owned result one more, all else is none. Where they differ,
a verb lies.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEFINITION = Path(__file__).resolve().parents[2] / "abi" / "machport.json"
NO_RIGHTS = (0, 0xFFFFFFFF)
"""NULL and DEAD carry nothing."""
PEGGED = 65535
"""From here on a Mach may have stopped counting: such a name says nothing."""
HELD = {"send": "sd", "send_once": "od", "receive": "r", "port_set": "p", "dead_name": "d"}
"""By which kinds a name holds a unit of a parameter's kind: a send or send-once right may have died under its owner."""

Verbs = dict[tuple[str, str], str]
"""The verb of each parameter that is a port, by function and parameter."""


@dataclass(frozen=True)
class Port:
    """A parameter that is a port."""

    direction: str
    kind: str
    verb: str


@dataclass(frozen=True)
class Use:
    """A name in a call: its units before and after, and the kinds that it held before."""

    parameter: str
    name: int
    before: int
    after: int
    kinds: str

    def holds(self, kind: str) -> bool:
        return self.before > 0 and any(letter in self.kinds for letter in HELD.get(kind, self.kinds))


UNTOUCHED = "E_POINTER"
"""Of a call with nowhere to write its results, whatever the verbs say (law 6)."""


@dataclass(frozen=True)
class Observation:
    vector: str
    step: int
    function: str
    status: str
    uses: tuple[Use, ...]

    @property
    def success(self) -> bool:
        return self.status in ("KERN_SUCCESS", "-")


def ports(definition: Path = DEFINITION) -> dict[tuple[str, str], Port]:
    """Every parameter of the definition that is a port."""
    functions: list[dict[str, Any]] = json.loads(definition.read_text(encoding="utf-8"))["functions"]
    return {
        (function["name"], param["name"]): Port(param["direction"], param["kind"], param["verb"])
        for function in functions
        for param in function["params"]
        if "verb" in param and "kind" in param
    }


def parse(lines: Iterable[str]) -> list[Observation]:
    """The observations of a runner's output; its other lines are for people."""
    observations = []
    for line in lines:
        word, *fields = line.rstrip("\r\n").split("\t")
        if word == "call":
            vector, step, function, status, *uses = fields
            observations.append(Observation(vector, int(step), function, status, tuple(map(_use, uses))))
    return observations


def _use(text: str) -> Use:
    parameter, _, rest = text.partition("=")
    name, before, after, kinds = rest.split(":")
    return Use(parameter, int(name), int(before), int(after), "" if kinds == "-" else kinds)


def contradictions(observations: Iterable[Observation], known: dict[tuple[str, str], Port], verbs: Verbs) -> list[str]:
    """Every place where the verbs say something else than what was measured."""
    found = []
    owned: dict[str, Counter[int]] = defaultdict(Counter)
    for observation in observations:
        if observation.function == "mach_embedded_task_enter":
            owned.pop(observation.vector, None)  # names of another space
            continue
        uses = [use for use in observation.uses if use.name not in NO_RIGHTS and (observation.function, use.parameter) in known]
        if not _says_something(observation, uses, known):
            continue
        changes: Counter[int] = Counter()
        for use in uses:
            changes[use.name] += _change(observation, use, known, verbs)
        mine = owned[observation.vector]
        mine.update(changes)
        for use in uses:
            if max(use.before, use.after) < PEGGED:
                found += _differences(observation, use, changes[use.name], mine[use.name], known, verbs)
    return found


def _says_something(observation: Observation, uses: list[Use], known: dict[tuple[str, str], Port]) -> bool:
    """A call that succeeds without the right that it was promised (machport_adopt without VERIFY) proves no verb."""
    inputs = [(use, known[observation.function, use.parameter]) for use in uses]
    return not observation.success or all(use.holds(port.kind) for use, port in inputs if port.direction == "in")


def _change(observation: Observation, use: Use, known: dict[tuple[str, str], Port], verbs: Verbs) -> int:
    """What the verb says of one use. A failing call that was given no unit of the parameter's kind can consume none."""
    key = observation.function, use.parameter
    verb, port = verbs[key], known[key]
    if observation.status == UNTOUCHED or (port.direction == "in" and not use.holds(port.kind)):
        return 0
    if verb == "consumed" or (verb == "consumed_on_success" and observation.success):
        return -1
    return 1 if verb == "owned" and observation.success else 0


def _differences(
    observation: Observation, use: Use, predicted: int, mine: int, known: dict[tuple[str, str], Port], verbs: Verbs
) -> list[str]:
    key = observation.function, use.parameter
    where = f"{observation.vector}, step {observation.step}, {observation.function}, {use.parameter}"
    found = []
    if use.after - use.before != predicted:
        found.append(f"{where}: the verbs say {predicted:+d}, measured {use.after - use.before:+d} after {observation.status}")
    # A borrowed result is kept alive by somebody else: the name holds more units than the caller's own.
    if known[key].direction != "in" and verbs[key] == "borrowed" and observation.success and use.after <= max(mine, 0):
        found.append(f"{where}: the verb says that somebody else keeps the name, but its {use.after} units are the caller's own")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("log", type=Path, help="the output of a runner")
    options = parser.parse_args()
    observations = parse(options.log.read_text(encoding="utf-8", errors="replace").splitlines())
    known = ports()
    found = contradictions(observations, known, {key: port.verb for key, port in known.items()})
    print(*found, f"{len(observations)} calls, {len(found)} contradictions", sep="\n")
    sys.exit(not observations or bool(found))


if __name__ == "__main__":
    main()
