"""Compares what the definition's verbs say with what the runners measured: the change of each name's units in every call.

SPDX-License-Identifier: MIT OR Apache-2.0

A line of the observation log says of a call which names it was given and gave back, and how many units each held before and
after. The verbs predict the change: a consumed unit is one less, an owned result one more, of a right in a struct its outcome
says, all else is none. Where they differ, a verb lies.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "vectors"))
from observation import Observation, Use, parse
from vector_definition import Definition, definition

NO_RIGHTS = (0, 0xFFFFFFFF)
"""NULL and DEAD carry nothing."""
PEGGED = 65535
"""From here on a Mach may have stopped counting: such a name says nothing."""
UNTOUCHED = "E_POINTER"
"""Of a call with nowhere to write its results, whatever the verbs say (law 6)."""

Key = tuple[str, str]
Verbs = dict[Key, str]
"""The verb of each port, by function and path."""


@dataclass(frozen=True)
class Port:
    """A parameter that is a name, or a name in the struct that it is. shape: of the parameter."""

    direction: str
    kind: str
    verb: str
    shape: str

    @property
    def given(self) -> bool:
        return self.direction != "out"


def ports(known: Definition) -> dict[Key, Port]:
    """Every port of the definition. A struct's word is that of the parameter, where that does not leave it to the fields."""
    found = {}
    for function in known.functions.values():
        for parameter in function.parameters:
            if parameter.struct:
                for field in (field for field in parameter.struct.fields if field.verb):
                    verb = field.verb if parameter.role == "out" else parameter.verb
                    found[function.name, f"{parameter.name}.{field.path}"] = Port(parameter.role, "", verb, parameter.shape)
            elif parameter.verb:
                found[function.name, parameter.name] = Port(parameter.role, parameter.kind, parameter.verb, parameter.shape)
    return found


class Judge:
    """What one set of verbs says of the observations."""

    def __init__(self, known: Definition, verbs: Verbs) -> None:
        self.known, self.ports, self.verbs = known, ports(known), verbs
        words = known.constants
        self.outcomes = {words[f"MACHPORT_OUTCOME_{word}"]: word for word in ("NONE", "MOVED", "KEPT", "LOST", "RETURNED")}
        self.moves = {words[f"MACHPORT_MOVE_{kind}"] for kind in ("RECEIVE", "SEND", "SEND_ONCE")}
        self.needs = {
            words[f"MACHPORT_{way}"]: kind
            for kind, ways in {
                "receive": ("MOVE_RECEIVE", "MAKE_SEND", "MAKE_SEND_ONCE"),
                "send": ("MOVE_SEND", "COPY_SEND"),
                "send_once": ("MOVE_SEND_ONCE",),
            }.items()
            for way in ways
        }

    def contradictions(self, observations: Iterable[Observation]) -> list[str]:
        """Every place where the verbs say something else than what was measured."""
        found: list[str] = []
        owned: dict[str, Counter[int]] = defaultdict(Counter)
        for observation in observations:
            if observation.function == "mach_embedded_task_enter":
                owned.pop(observation.vector, None)  # names of another space
                continue
            uses = [use for use in observation.uses if (observation.function, use.path) in self.ports]
            uses = [use for use in uses if use.name not in NO_RIGHTS]
            if not self._says_something(observation, uses):
                continue
            changes: Counter[int] = Counter()
            for use in uses:
                changes[use.name] += self._change(observation, use)
            mine = owned[observation.vector]
            mine.update(changes)
            for use in uses:
                if max(use.before, use.after) < PEGGED:
                    found += self._differences(observation, use, changes[use.name], mine[use.name])
        return found

    def holds(self, observation: Observation, use: Use) -> bool:
        """Whether a name that was given holds a unit of its kind."""
        port = self.ports[observation.function, use.path]
        disposition = observation.number(use, "disposition")
        return use.holds(port.kind if disposition is None else self.needs.get(disposition, "any"))

    def _says_something(self, observation: Observation, uses: list[Use]) -> bool:
        """A call that succeeds without the right that it was promised (machport_adopt without VERIFY) proves no verb."""
        given = (use for use in uses if self.ports[observation.function, use.path].given and not use.back)
        return not observation.success or all(self.holds(observation, use) for use in given)

    def _change(self, observation: Observation, use: Use) -> int:
        """What the verb says of one use. A failing call that was given no unit of the parameter's kind can consume none."""
        key = observation.function, use.path
        verb, port = self.verbs[key], self.ports[key]
        given = port.given and not use.back
        if observation.status == UNTOUCHED or (given and not self.holds(observation, use)):
            return 0
        if verb == "per_element":
            return self._change_of_element(observation, use, port)
        if given:
            return -1 if verb == "consumed" or (verb == "consumed_on_success" and observation.success) else 0
        return 1 if verb == "owned" else 0

    def _change_of_element(self, observation: Observation, use: Use, port: Port) -> int:
        """What the outcome says of a right that was given, the disposition of one that was received, or the kind of what a
        notification hands over: a receive right comes out of the rights, a dead name's unit is there since the death."""
        if port.direction == "in":
            return 0
        if port.direction == "out":
            kind = observation.number(use, "kind")
            return int(kind is None or kind == self.known.constants["MACHPORT_KIND_RECEIVE"])
        outcome = self.outcomes.get(observation.number(use, "outcome", back=True) or 0)
        moves = observation.number(use, "disposition") in self.moves
        if use.back:
            return int(outcome == "RETURNED" or (outcome == "KEPT" and moves))
        return -1 if moves and outcome in ("MOVED", "KEPT", "LOST") else 0

    def _differences(self, observation: Observation, use: Use, predicted: int, mine: int) -> Iterator[str]:
        key = observation.function, use.path
        where = f"{observation.vector}, step {observation.step}, {observation.function}, {use.element or use.path}"
        if use.after - use.before != predicted:
            measured = f"measured {use.after - use.before:+d} after {observation.status}"
            yield f"{where}: the verbs say {predicted:+d}, {measured}"
        # A borrowed result is kept alive by somebody else: the name holds more units than the caller's own.
        result = use.back or not self.ports[key].given
        if result and self.verbs[key] == "borrowed" and observation.success and use.after <= max(mine, 0):
            yield f"{where}: the verb says that somebody else keeps the name, but its {use.after} units are the caller's own"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("log", type=Path, help="the output of a runner")
    options = parser.parse_args()
    observations = parse(options.log.read_text(encoding="utf-8", errors="replace").splitlines())
    known = definition()
    found = Judge(known, {key: port.verb for key, port in ports(known).items()}).contradictions(observations)
    print(*found, f"{len(observations)} calls, {len(found)} contradictions", sep="\n")
    sys.exit(not observations or bool(found))


if __name__ == "__main__":
    main()
