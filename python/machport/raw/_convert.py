"""What both raw layers do in the same words: conversions of what is no plain integer, and every refusal.

SPDX-License-Identifier: MIT OR Apache-2.0

An array or a struct goes to C as a buffer of its bytes, and its results are read from that buffer.
"""

from __future__ import annotations

import inspect
import operator
import struct
import sys
from array import array
from collections.abc import Sequence
from mmap import mmap
from types import FunctionType
from typing import Any

from machport.error import MachError

# struct codes of standard size -> the lowest and the highest value.
RANGES = {code: (-(1 << bits - 1), (1 << bits - 1) - 1) for code, bits in (("b", 8), ("h", 16), ("i", 32), ("q", 64))}
RANGES |= {code: (0, (1 << bits) - 1) for code, bits in (("B", 8), ("H", 16), ("I", 32), ("Q", 64))}
SIZE_MAX = (1 << 8 * struct.calcsize("N")) - 1
# Beyond this a number is told by its length: Python refuses to write very long ones out.
SHOWN_BITS = 128
# What a buffer may say before the code of its items where these lie as C has them here.
ORDERS = "@=" + ("<" if sys.byteorder == "little" else ">")
STRUCT_SIZE = "struct_size"
# Room from here on comes from the system, which gives a page when it is first written.
LARGE = 1 << 20

Buffer = bytearray | mmap


def integer(value: Any, where: str, low: int, high: int) -> int:
    """An integer that C can hold; where is the function and the parameter, for the error."""
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{where} must be an integer, not {type(value).__name__}") from None
    if not low <= number <= high:
        shown = str(number) if number.bit_length() <= SHOWN_BITS else f"a number of {number.bit_length()} bits"
        raise OverflowError(f"{where} must be {low} to {high}, not {shown}")
    return number


def signed(bits: int) -> int:
    """The 32-bit number that these bits are in C."""
    return (bits ^ 1 << 31) - (1 << 31)


def text(value: Any, where: str) -> bytes:
    """A C string."""
    if not isinstance(value, str):
        raise TypeError(f"{where} must be a str, not {type(value).__name__}")
    if "\0" in value:
        raise ValueError(f"{where} must not hold a null character")
    return value.encode() + b"\0"


def contiguous(value: Any, where: str) -> memoryview:
    """The bytes of a buffer, where they lie in one piece."""
    try:
        view = memoryview(value)
    except TypeError:
        raise TypeError(f"{where} must be a bytes-like object, not {type(value).__name__}") from None
    if not view.c_contiguous:
        raise TypeError(f"{where} must be a contiguous buffer")
    return _bytes_of(view)


def integers(value: Any, where: str, code: str) -> memoryview:
    """The bytes of an array of integers: of a buffer of such integers itself, else of what a sequence holds."""
    low, high = RANGES[code]
    try:
        view = memoryview(value)
    except TypeError:
        items = sequence(value, where, "integers")
        made = array(_native(code), [integer(item, f"{where}[{i}]", low, high) for i, item in enumerate(items)])
        return _bytes_of(memoryview(made))
    size = struct.calcsize("=" + code)
    if not view.c_contiguous or view.ndim != 1 or view.itemsize != size or view.format.lstrip(ORDERS) not in _family(code):
        sign = "unsigned" if low == 0 else "signed"
        wanted = f"a contiguous buffer of {size}-byte {sign} integers, or a sequence of integers"
        raise TypeError(f"{where} must be {wanted}")
    return _bytes_of(view)


def integers_inout(value: Any, where: str, code: str) -> bytearray:
    """The bytes of an array of integers that C may change: always a copy."""
    return bytearray(integers(value, where, code))


def _bytes_of(view: memoryview) -> memoryview:
    """An empty view cannot be cast."""
    return view.cast("B") if view.nbytes else memoryview(b"")


def _family(code: str) -> list[str]:
    """The codes of integers of the same sign. Which of them is of the same size depends on the machine, and on what stands
    before it."""
    return list("BHILQN" if code.isupper() else "bhilqn")


def _native(code: str) -> str:
    return next(c for c in _family(code) if struct.calcsize(c) == struct.calcsize("=" + code))


def sequence(value: Any, where: str, what: str) -> Sequence[Any]:
    """A sequence that is no text."""
    if isinstance(value, str | bytes | bytearray) or not isinstance(value, Sequence):
        raise TypeError(f"{where} must be a sequence of {what}, not {type(value).__name__}")
    return value


def room(size: int, count: int) -> Buffer:
    """Room for so many items of a size, all zero. Memory is taken as it is written, however much a caller asks for."""
    if size * count < LARGE:
        return bytearray(size * count)
    try:
        return mmap(-1, size * count)
    except (OSError, OverflowError, ValueError):
        raise MemoryError from None


def read_bytes(buffer: Buffer, count: int) -> bytes:
    """What C wrote: as many bytes as it says, or as there was room for."""
    return bytes(memoryview(buffer)[:count])


def read_integers(buffer: Buffer, code: str, count: int) -> list[int]:
    items = array(_native(code))
    items.frombytes(memoryview(buffer)[: count * items.itemsize])
    return items.tolist()


class Packed(bytearray):
    """Structs that Record.packed() made. A call takes them as they are, and C writes into them: whoever made them sees what it
    wrote, also where no result could be made of it."""


class Record:
    """How a struct lies in memory, and the named tuple that it comes back as. No target pads a struct of a definition."""

    def __init__(self, result: Any, /, **fields: str | Record) -> None:
        self.result = result
        self.fields = fields
        self.codes: str = "".join(f if isinstance(f, str) else f.codes for f in fields.values())
        self.size = struct.calcsize("=" + self.codes)
        self.shown = [name for name in fields if name != STRUCT_SIZE]

    def pack(self, value: Any, where: str) -> bytearray:
        """The bytes of a struct whose fields a sequence gives, less its struct_size."""
        if type(value) is Packed:
            return value
        return bytearray(self._bytes(value, where))

    def pack_or_none(self, value: Any, where: str) -> bytearray | None:
        return None if value is None else self.pack(value, where)

    def packed(self, values: Sequence[Any]) -> Packed:
        """Structs that C is to write into."""
        return Packed(self.pack_all(values, self.result.__name__))

    def pack_all(self, values: Any, where: str) -> bytearray:
        if type(values) is Packed:
            return values
        items = sequence(values, where, f"({', '.join(self.shown)})")
        return bytearray(b"".join(self._bytes(item, f"{where}[{i}]") for i, item in enumerate(items)))

    def room(self, count: int = 1) -> Buffer:
        """Room for results, all zero but for the size that a struct tells of itself."""
        made = room(self.size, count)
        if STRUCT_SIZE in self.fields:
            struct.pack_into("=I", made, 0, self.size)
        return made

    def unpack(self, buffer: Buffer, offset: int = 0) -> Any:
        return self._built(iter(struct.unpack_from("=" + self.codes, buffer, offset)))

    def unpack_or_none(self, buffer: Buffer | None) -> Any:
        return None if buffer is None else self.unpack(buffer)

    def unpack_all(self, buffer: Buffer, count: int) -> list[Any]:
        return [self.unpack(buffer, offset) for offset in range(0, min(count * self.size, len(buffer)), self.size)]

    def _bytes(self, value: Any, where: str) -> bytes:
        return struct.pack("=" + self.codes, *self._flat(value, where))

    def _flat(self, value: Any, where: str) -> list[int]:
        items = sequence(value, where, f"({', '.join(self.shown)})")
        if len(items) != len(self.shown):
            raise TypeError(f"{where} must have {len(self.shown)} items ({', '.join(self.shown)}), not {len(items)}")
        given = dict(zip(self.shown, items, strict=True))
        flat: list[int] = []
        for name, field in self.fields.items():
            if name == STRUCT_SIZE:
                flat.append(self.size)
            elif isinstance(field, str):
                flat.append(integer(given[name], f"{where}.{name}", *RANGES[field]))
            else:
                flat += field._flat(given[name], f"{where}.{name}")
        return flat

    def _built(self, values: Any) -> Any:
        made = {name: next(values) if isinstance(field, str) else field._built(values) for name, field in self.fields.items()}
        return self.result(*(made[name] for name in self.shown))


def failure(ffi: Any, lib: Any, call: str, status: int, results: object) -> MachError:
    """The exception for a status, from cffi; SWIG's is made in C."""
    name, told = (ffi.string(said(status)).decode() for said in (lib.machport_status_name, lib.machport_status_text))
    return MachError(call, status, name, told, results)


def check_definition(layer: str, made_for: int, answered: int) -> None:
    """A layer that was made for another definition than its library's must not be called."""
    if made_for != answered:
        raise ImportError(
            f"{layer} was made for the definition {made_for:#018x}, but the library answers {answered:#018x}: "
            "install machport anew, and see that no other libmachport is found before its own"
        )


def finish(functions: dict[str, Any]) -> None:
    """Gives a layer's Python functions the docstrings that the other layer's have in C."""
    for function in functions.values():
        if isinstance(function, FunctionType) and function.__doc__:
            function.__doc__ = inspect.cleandoc(function.__doc__).rstrip() + "\n"
