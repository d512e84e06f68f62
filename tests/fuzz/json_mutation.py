"""Changes JSON so that it is JSON still: values go, come twice, or stand where others stood.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
import random
from collections.abc import Iterable, Iterator
from typing import Any

MOST_AT_ONCE = 3
ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    2**32,
    2**64,
    10**30,
    "",
    "-",
    "0x",
    "$",
    "=",
    "\ud800",
    "x" * 99,
    [],
    {},
    [[]],
    {"": 0},
)
Place = tuple[Any, Any]
"""A list or an object, and an index or a key of it."""


def places(value: Any) -> Iterator[Place]:
    """Every place in a value at which there is another."""
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from places(value[key])


class JsonMutator:
    """Knows the values of the seeds, by their keys."""

    def __init__(self, seeds: Iterable[bytes]) -> None:
        self.values: dict[Any, list[Any]] = {}
        for seed in seeds:
            for holder, key in places(json.loads(seed)):
                self.values.setdefault(key if isinstance(key, str) else "", []).append(holder[key])
        self.keys = sorted(self.values)

    def mutated(self, data: bytes, most: int, seed: int) -> bytes:
        """The data, changed as the seed says; {} where it is no JSON, or would be longer than allowed."""
        dice = random.Random(seed)
        try:
            value = json.loads(data)
            for _ in range(dice.randint(1, MOST_AT_ONCE)):
                self._change(value, dice)
            changed = json.dumps(value).encode()
        except (ValueError, RecursionError):
            return b"{}"
        return changed if len(changed) <= most else b"{}"

    def _change(self, value: Any, dice: random.Random) -> None:
        found = list(places(value))
        if not found:
            return
        holder, key = dice.choice(found)
        match dice.randrange(6):
            case 0:
                del holder[key]
            case 1:
                holder[key] = dice.choice(ODD)
            case 2:
                holder[key] = self._copy(dice.choice(self.values.get(key, [None])))
            case 3:
                holder[key] = self._copy(dice.choice(self.values[dice.choice(self.keys)]))
            case 4 if isinstance(holder, list):
                holder.insert(key, self._copy(holder[key]))
            case _ if isinstance(holder, dict):
                holder[dice.choice(self.keys)] = holder.pop(key)

    @staticmethod
    def _copy(value: Any) -> Any:
        return json.loads(json.dumps(value))
