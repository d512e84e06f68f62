"""The calls that are compared: each function with good arguments in pairs, with every bad one, and in every wrong shape.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .definition import Definition, Function
from .values import Value, always, bad, good, neutral

CAPACITIES = (2**31, 2**33, 2**40, 2**62, 2**63, 2**64 - 1)
"""Rooms that no memory has."""


@dataclass(frozen=True)
class Call:
    """A function and what makes its arguments, anew each time."""

    function: str
    label: str
    arguments: tuple[Callable[[], Any], ...]
    named: dict[str, Any] = field(default_factory=dict)


def good_calls(definition: Definition, rights: dict[str, int]) -> Iterator[Call]:
    for function in definition.functions.values():
        choices = [list(good(parameter, definition, rights)) for parameter in function.inputs]
        for picked in _two_at_a_time(choices, _neutrals(function)):
            label = ", ".join(label for label, _ in picked)
            yield Call(function.name, f"{function.name}({label})", tuple(make for _, make in picked))


def _two_at_a_time(choices: list[list[Value]], neutrals: list[Any]) -> Iterator[tuple[Value, ...]]:
    """Every combination of the values of two parameters, while the others are neutral."""
    if len(choices) <= 2:
        yield from itertools.product(*choices)
        return
    resting: list[Value] = [("neutral", always(value)) for value in neutrals]
    for first, second in itertools.combinations(range(len(choices)), 2):
        for one, other in itertools.product(choices[first], choices[second]):
            picked = list(resting)
            picked[first], picked[second] = one, other
            yield tuple(picked)


def bad_calls(definition: Definition) -> Iterator[Call]:
    """Each parameter bad in every way, while the others are neutral."""
    for function in definition.functions.values():
        for index, parameter in enumerate(function.inputs):
            rooms = CAPACITIES if parameter.capacity else ()
            for label, make in (*bad(parameter, definition), *((f"a room of {room}", always(room)) for room in rooms)):
                arguments = [always(value) for value in _neutrals(function)]
                arguments[index] = make
                yield Call(function.name, f"{function.name}: {parameter.name} is {label}", tuple(arguments))


def misshapen_calls(definition: Definition) -> Iterator[Call]:
    """Too few arguments, too many, and named ones."""
    for function in definition.functions.values():
        yield from _misshapen(function)


def _misshapen(function: Function) -> Iterator[Call]:
    neutrals = _neutrals(function)
    shapes: dict[str, tuple[list[Any], dict[str, Any]]] = {
        "one argument more": ([*neutrals, 0], {}),
        "nine arguments more": ([*neutrals, *range(9)], {}),
        "a named argument that there is not": (neutrals, {"nonsense": 1}),
        "all arguments in one": ([neutrals, neutrals], {}),
    }
    if neutrals:
        shapes |= {"one argument less": (neutrals[:-1], {}), "no argument": ([], {})}
    for index, parameter in enumerate(function.inputs):
        shapes[f"{parameter.name} named"] = (neutrals[:index] + neutrals[index + 1 :], {parameter.name: neutrals[index]})
    for label, (values, named) in shapes.items():
        yield Call(function.name, f"{function.name}: {label}", tuple(always(value) for value in values), named)


def _neutrals(function: Function) -> list[Any]:
    return [neutral(parameter, function.definition) for parameter in function.inputs]
