"""What a name space holds, name by name, so that a leak can be seen.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from machport.error import MachError

Units = dict[str, int]
"""The user references of one name by kind, such as {"send": 2, "receive": 1}."""


def kinds(raw: ModuleType) -> dict[int, str]:
    """Every kind of right, and the word for it."""
    prefix = "MACHPORT_KIND_"
    constants = [constant for constant in raw.__all__ if constant.startswith(prefix) and constant != "MACHPORT_KIND_ANY"]
    return {getattr(raw, constant): constant.removeprefix(prefix).lower() for constant in constants}


def units(raw: ModuleType, name: int) -> Units:
    """What a name holds; nothing where it is not in use."""
    try:
        counts = {word: raw.machport_urefs(name, kind) for kind, word in kinds(raw).items()}
    except MachError as error:
        if error.status != raw.MACHPORT_E_STALE:
            raise
        return {}
    return {word: count for word, count in counts.items() if count}


def all_of(raw: ModuleType, listing: Callable[[int], tuple[Any, ...]]) -> Any:
    """The first list of a call that lists as much as it is given room for, and says last how much there is."""
    room = 256
    while True:
        try:
            return listing(room)[0]
        except MachError as error:
            if error.status != raw.MACHPORT_KERN_NO_SPACE:
                raise
            room = error.results[-1]


def names(raw: ModuleType) -> list[int]:
    """The names in use."""
    found: list[int] = all_of(raw, raw.machport_space_names)
    return found


def contents(raw: ModuleType) -> dict[int, Units]:
    """The whole space."""
    return {name: units(raw, name) for name in names(raw)}


def described(held: Units) -> str:
    """Units in words, such as "send 2, receive 1"."""
    return ", ".join(f"{kind} {count}" for kind, count in held.items()) or "nothing"


def changes(before: dict[int, Units], after: dict[int, Units]) -> list[str]:
    """A line for each name that does not hold what it held."""
    differing = (name for name in sorted(before | after) if before.get(name, {}) != after.get(name, {}))
    return [f"{name:#x}: {described(before.get(name, {}))} -> {described(after.get(name, {}))}" for name in differing]
