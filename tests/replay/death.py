"""What waits after a death: XNU tells of the dead task's rights in the order of its entries, and promises none.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from .recording import State, Step
from .symbols import Symbols

_NOTIFICATION = re.compile(r" -> OK id=\d\d ")
_NEW = re.compile(r"\+[abc](\d+)")


def together(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """The steps one by one; those that receive from one port after a death in one list."""
    for _, group in groupby(enumerate(steps), key=_received_after_death):
        yield [step for _, step in group]


def _received_after_death(numbered: tuple[int, Step]) -> tuple[object, ...]:
    number, step = numbered
    if isinstance(step, State) or step.name != "recv" or "%" not in step.marks:
        return (number,)
    return step.task, step.words[0]


def in_recorded_order(wanted: list[str], got: list[str], symbols: Symbols) -> list[str]:
    """The lines that were made here, with the kernel's notifications in the recorded order as far as they are the same. The names
    that they brought get the recorded symbols."""
    places = [place for place, line in enumerate(got) if _NOTIFICATION.search(line)]
    mine = {place: _message(got[place]) for place in places}
    ordered = list(got)
    moved: dict[int, int] = {}
    for at in places:
        same = [place for place in mine if _NEW.sub("+", mine[place]) == _NEW.sub("+", _message(wanted[at]))]
        if not same:
            return got
        message = mine.pop(at if at in same else same[0])
        moved |= dict(zip(_numbers(message), _numbers(_message(wanted[at])), strict=True))
        ordered[at] = got[at].replace(_message(got[at]), _message(wanted[at]))
    if moved.keys() != set(moved.values()):
        return got
    symbols.renumber(moved)
    return ordered


def _message(line: str) -> str:
    """Without the call before it and the trailer behind, which belong to the place and not to the message."""
    return line.partition(" -> ")[2].partition(" tr ")[0]


def _numbers(message: str) -> list[int]:
    return [int(number) for number in _NEW.findall(message)]
