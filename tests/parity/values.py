"""What each kind of parameter is given: good values, and bad ones of every sort.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from .definition import Definition, Parameter

Value = tuple[str, Callable[[], Any]]
"""A label, and what makes the value anew: a call may change what it is given."""


def always(value: Any) -> Callable[[], Any]:
    return lambda: value


def within_list(make: Callable[[], Any]) -> Callable[[], Any]:
    return lambda: [make()]


NEVER_GIVEN = 0x7FFB03
MOST_ALLOCATED = 64
"""A capacity that is allocated in good calls."""


class Raises:
    """Its __index__ raises."""

    def __index__(self) -> int:
        raise ZeroDivisionError("from __index__")


class NotAnInteger:
    """Its __index__ gives something else."""

    def __index__(self) -> int:
        return "7"  # type: ignore[return-value]


class Index:
    """An integer by __index__ alone."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __index__(self) -> int:
        return self.number


class Number(int):
    """A subclass of int."""


class Emptying:
    """Its __index__ empties the list that it is read from."""

    def __init__(self, holder: list[Any]) -> None:
        self.holder = holder

    def __index__(self) -> int:
        self.holder.clear()
        return 0


class Endless:
    """A sequence that says it is longer than it is."""

    def __len__(self) -> int:
        return 2**40

    def __getitem__(self, index: int) -> Any:
        raise LookupError("from __getitem__")


class LengthRaises:
    """A sequence whose length cannot be told."""

    def __len__(self) -> int:
        raise ZeroDivisionError("from __len__")

    def __getitem__(self, index: int) -> Any:
        return 0


def neutral(parameter: Parameter, definition: Definition) -> Any:
    """A value that no call is harmed by."""
    if parameter.what == "struct" and not parameter.nullable:
        return _struct(definition, parameter.struct)
    return {"integer": 0, "bytes": b"", "struct": None, "array of struct": []}[parameter.what]


def good(parameter: Parameter, definition: Definition, rights: dict[str, int]) -> Iterator[Value]:
    """Values of the right type and range: each right that there is, for a name; small numbers and limits, for others."""
    if parameter.what == "integer":
        for label, number in _integers(parameter, rights).items():
            yield label, always(number)
        yield "an index", lambda: Index(1)
        yield "a subclass of int", lambda: Number(1)
        yield "True", lambda: True
    elif parameter.what == "bytes":
        for buffer in (b"", b"1234", bytearray(b"12345678"), memoryview(b"1234")):
            yield repr(buffer)[:24] if not isinstance(buffer, memoryview) else "a memoryview", always(buffer)
    else:
        one = _struct(definition, parameter.struct)
        if parameter.nullable:
            yield "None", lambda: None
        for label, value in _shaped(parameter, one):
            yield label, value


def _integers(parameter: Parameter, rights: dict[str, int]) -> dict[str, int]:
    if parameter.port:
        return {"NULL": 0, "DEAD": parameter.highest, "never given": NEVER_GIVEN, **rights}
    if parameter.capacity:
        numbers = [0, 1, MOST_ALLOCATED]
    elif parameter.waits:
        numbers = [0, 1]
    else:
        numbers = [parameter.lowest, 0, 1, 2, 3, 4, 5, 21, 72, parameter.highest]
    return {str(number): number for number in numbers}


def _shaped(parameter: Parameter, one: tuple[Any, ...]) -> Iterator[Value]:
    if parameter.what == "struct":
        yield "a tuple", lambda: one
        yield "a list", lambda: list(one)
        yield "a list that empties itself", lambda: _emptying(len(one), nested=False)
    else:
        yield "no element", lambda: []
        yield "two elements", lambda: [one, list(one)]
        yield "a tuple of tuples", lambda: (one,)
        yield "an array that empties itself", lambda: _emptying(len(one), nested=True)


def _emptying(length: int, nested: bool) -> list[Any]:
    holder: list[Any] = []
    fields = [Emptying(holder) for _ in range(length)]
    holder.extend([tuple(fields)] * 3 if nested else fields)
    return holder


def bad(parameter: Parameter, definition: Definition) -> Iterator[Value]:
    """Values that the parameter cannot be. None may reach the library."""
    if parameter.what == "integer":
        yield from _bad_integers(parameter)
    elif parameter.what == "bytes":
        yield from _bad_buffers()
    elif parameter.what == "struct":
        yield from _bad_structs(definition, parameter.struct, parameter.nullable)
    else:
        yield from _bad_containers()
        yield "None", lambda: None
        for label, make in _bad_structs(definition, parameter.struct, nullable=False):
            yield f"an element that is {label}", within_list(make)


def _bad_integers(parameter: Parameter) -> Iterator[Value]:
    limits = {parameter.lowest - 1, parameter.highest + 1, -(2**63) - 1, 2**64}
    yield from ((str(number), always(number)) for number in sorted(limits))
    for digits in (100, 5000):  # Python itself refuses to print the longer ones
        yield f"1 and {digits} zeros", always(10**digits)
        yield f"minus 1 and {digits} zeros", always(-(10**digits))
    yield "an index out of range", lambda: Index(parameter.highest + 1)
    others: list[Any] = [None, 1.0, float("nan"), 1j, "1", "", b"1", [], (0,), {}, Fraction(1), object, ...]
    for value in others:
        yield f"{type(value).__name__} {value!r}", always(value)
    yield "an __index__ that raises", Raises
    yield "an __index__ that gives a str", NotAnInteger


def _bad_buffers() -> Iterator[Value]:
    others: list[Any] = [None, 4, "1234", [1, 2], object, 1.5]
    for value in others:
        yield f"{type(value).__name__} {value!r}", always(value)
    yield "a buffer that is not contiguous", lambda: memoryview(bytearray(8))[::2]
    yield "a buffer that runs backwards", lambda: memoryview(bytearray(8))[::-1]
    yield "a released memoryview", _released


def _released() -> memoryview:
    view = memoryview(b"1234")
    view.release()
    return view


def _bad_containers() -> Iterator[Value]:
    others: list[Any] = [1, 1.5, "ab", b"ab", {1: 2}, {1}, object, iter([])]
    yield from ((f"a {type(value).__name__}", always(value)) for value in others)
    yield "a sequence longer than memory", Endless
    yield "a sequence whose length raises", LengthRaises


def _bad_structs(definition: Definition, struct: str, nullable: bool) -> Iterator[Value]:
    yield from _bad_containers()
    if not nullable:
        yield "None", lambda: None
    one = _struct(definition, struct)
    yield "no fields", lambda: ()
    yield "too few fields", lambda: one[:-1]
    yield "too many fields", lambda: (*one, 0)
    for index, field in enumerate(definition.structs[struct]):
        if definition.base(field["type"]) in definition.structs:
            yield f"{field['name']} None", always((*one[:index], None, *one[index + 1 :]))
            continue
        for label, wrong in (
            ("-2**70", -(2**70)),
            ("2**70", 2**70),
            ("a str", "1"),
            ("a float", 1.0),
            ("None", None),
            ("raising", Raises()),
        ):
            yield f"{field['name']} {label}", always((*one[:index], wrong, *one[index + 1 :]))


def _struct(definition: Definition, struct: str) -> tuple[Any, ...]:
    """A struct of zeros."""
    return tuple(
        _struct(definition, base) if (base := definition.base(field["type"])) in definition.structs else 0
        for field in definition.structs[struct]
    )
