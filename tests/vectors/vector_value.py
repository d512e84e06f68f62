"""The words of a vector: what it gives to a call, and what it expects of its results.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from vector_definition import Definition, Parameter, Struct

UNTOLD = 0xA5A5A5A5
"""What a field of a struct holds that a call must write, and to which the vector gives nothing."""


@dataclass(frozen=True)
class Value:
    """form says which of these it is:

    any      nothing is said
    number   a number
    slot     a slot's number and something added
    bind     it goes into a slot
    text     a text
    parts    the numbers of a struct, or of one struct after another; or bytes by their 32-bit words
    hex      bytes
    zeros    as many bytes that are 0
    bytes    the bytes that a slot keeps; as the size of an argument, how many they are
    keep     bytes that go into a slot
    null     no struct at all

    other: it must be anything but that. The slots of bytes are others than those of numbers."""

    form: str
    number: int = 0
    slot: str = ""
    text: str = ""
    other: bool = False
    parts: tuple[Value, ...] = ()


ANY = Value("any")


@dataclass
class Slots:
    """The slots that are filled."""

    numbers: set[str] = field(default_factory=set)
    bytes: set[str] = field(default_factory=set)

    def add(self, more: Slots) -> None:
        self.numbers |= more.numbers
        self.bytes |= more.bytes


def _must_be(value: Any, *types: type) -> None:
    """The schema allows what some parameter can be; this one must be one of these."""
    if type(value) not in types:
        raise ValueError(f"{value!r} cannot stand here, but {' or '.join(type_.__name__ for type_ in types)}")


def _word(value: dict[str, Any], *words: str) -> str:
    """The one key that such an object has."""
    if len(value) != 1 or next(iter(value)) not in words:
        raise ValueError(f"{value!r} cannot stand here, but an object with {' or '.join(words)}")
    return next(iter(value))


def scalar(value: Any, known: Definition, slots: Slots) -> Value:
    """A number, a constant of the definition, a slot or the number next to one."""
    _must_be(value, int, str)
    if isinstance(value, int):
        return Value("number", value)
    if value.startswith("0x"):
        return Value("number", int(value, 16))
    if match := re.fullmatch(r"\$([a-z_]+)([+-]\d+)?", value):
        return Value("slot", int(match[2] or 0), _filled(match[1], slots.numbers))
    for name in (value, f"MACHPORT_{value}"):
        if name in known.constants:
            return Value("number", known.constants[name])
    raise ValueError(f"the definition has no constant {value}")


def argument(parameter: Parameter, value: Any, known: Definition, slots: Slots) -> Value:
    """What a call is given."""
    if parameter.shape == "bytes":
        return _bytes_given(value, known, slots)
    if parameter.struct is None:
        return scalar(value, known, slots)
    missing = Value("number", 0 if parameter.role == "in" else UNTOLD)
    parts: list[Value] = []
    if parameter.shape == "structs":
        _must_be(value, list)
    for each in value if parameter.shape == "structs" else [value]:
        told = _paths(parameter.struct, each)
        parts += [scalar(told[path], known, slots) if path in told else missing for path in parameter.struct.paths]
    return Value("parts", parts=tuple(parts))


def argument_size(value: Value, parameter: Parameter) -> Value:
    """What the parameter that tells an argument's size is given."""
    if value.form == "parts":
        unit = 4 if parameter.struct is None else 1
        return Value("number", len(value.parts) * unit // (len(parameter.struct.fields) if parameter.struct else 1))
    sizes = {"hex": Value("number", len(value.text) // 2), "zeros": value, "bytes": value}
    return replace(sizes[value.form], form="bytes" if value.form == "bytes" else "number")


def expectation(parameter: Parameter | None, value: Any, known: Definition, slots: Slots, new: Slots) -> Value:
    """What is expected of a result; the slots that it fills are new."""
    if parameter is None or parameter.shape == "scalar":
        return _number_expected(value, known, slots, new)
    if parameter.struct is None:
        return _bytes_expected(value, known, slots, new)
    parts: list[Value] = []
    if parameter.shape == "structs":
        _must_be(value, list)
    for each in value if parameter.shape == "structs" else [value]:
        told = _paths(parameter.struct, each)
        parts += [_number_expected(told[path], known, slots, new) if path in told else ANY for path in parameter.struct.paths]
    return Value("parts", parts=tuple(parts))


def _number_expected(value: Any, known: Definition, slots: Slots, new: Slots) -> Value:
    if value is None:
        return ANY
    if isinstance(value, dict):
        if _word(value, "text", "not") == "text":
            return Value("text", text=value["text"])
        return replace(scalar(value["not"], known, slots), other=True)
    if isinstance(value, str) and value.startswith("="):
        new.numbers.add(value[1:])
        return Value("bind", slot=value[1:])
    return scalar(value, known, slots)


def _bytes_given(value: Any, known: Definition, slots: Slots) -> Value:
    _must_be(value, list, str, dict)
    if isinstance(value, list):
        return Value("parts", parts=tuple(scalar(word, known, slots) for word in value))
    if isinstance(value, str):
        return Value("bytes", slot=_filled(value[1:], slots.bytes))
    word = _word(value, "zeros", "hex")
    return Value("zeros", value["zeros"]) if word == "zeros" else Value("hex", text=value["hex"])


def _bytes_expected(value: Any, known: Definition, slots: Slots, new: Slots) -> Value:
    _must_be(value, list, str, dict)
    if isinstance(value, list):
        return Value("parts", parts=tuple(_number_expected(word, known, slots, new) for word in value))
    if isinstance(value, str):
        new.bytes.add(value[1:])
        return Value("keep", slot=value[1:])
    return Value("hex", text=value[_word(value, "hex")])


def _filled(slot: str, slots: set[str]) -> str:
    if slot not in slots:
        raise ValueError(f"nothing has filled ${slot}")
    return slot


def _paths(struct: Struct, value: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """The fields of a struct that a vector names, by their paths."""
    _must_be(value, dict)
    told: dict[str, Any] = {}
    for name, each in value.items():
        path = prefix + name
        if isinstance(each, dict) and any(known.startswith(f"{path}.") for known in struct.paths):
            told |= _paths(struct, each, f"{path}.")
        elif path in struct.paths:
            told[path] = each
        else:
            raise ValueError(f"{struct.name} has no {path}")
    return told
