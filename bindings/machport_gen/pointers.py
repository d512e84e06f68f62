"""What a parameter that is a pointer must say: which way it goes, and how many there are.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from .ir import SCALARS, SIZE, Param, Struct
from .words import Refused


def check_pointer(param: Param, base: str, what: str) -> None:
    """base is what the type is made of: a scalar, "struct", "void", "char" or "opaque"."""
    if param.array and not param.pointer:
        raise Refused(f"{what} says how many there are, but is no pointer")
    if param.allocated and (param.direction != "out" or not param.counted_by or param.sized_by):
        raise Refused(
            f"{what} is a pointer to a pointer: only an array that the callee allocates, with OUT and COUNTED_BY, is one"
        )
    if not param.pointer:
        if base in ("struct", "void", "char"):
            raise Refused(f"{what} is a {base} by value, which every ABI passes in its own way")
        return
    text = base == "char" and param.direction == "in"
    if not param.array and (
        base in ("void", "char") and not text or base not in ("struct", "opaque") and param.direction == "in" and not text
    ):
        raise Refused(f"{what} does not say how many there are: MACHPORT_SIZED_BY")
    if param.direction == "in" and param.counted_by:
        raise Refused(f"{what} goes in, so that MACHPORT_SIZED_BY alone says how many there are")
    if param.direction != "in" and param.array and not param.allocated and not param.sized_by:
        raise Refused(f"{what} does not say how many there is room for: MACHPORT_SIZED_BY")
    if param.direction == "out" and param.array and not param.counted_by:
        raise Refused(f"{what} does not say how many are written: MACHPORT_COUNTED_BY")


def check_sizes(param: Param, params: list[Param], structs: dict[str, Struct]) -> None:
    """SIZED_BY and COUNTED_BY name parameters that are there and are numbers."""
    by_name = {p.name: p for p in params}
    if param.sized_by:
        size = by_name.get(param.sized_by)
        if size is None or size.direction == "out" or size.array or size.kind or not _is_number(size.type):
            raise Refused(f"parameter {param.name} is SIZED_BY {param.sized_by}, which is no integer parameter that goes in")
    if param.counted_by:
        holder, _, member = param.counted_by.partition(".")
        count = by_name.get(holder)
        good = count is not None and count.direction != "in" and not count.array
        if good and count and member:
            fields = structs[count.type].fields if count.type in structs else []
            good = any(f.name == member and _is_number(f.type) for f in fields)
        if not good or count and not member and not _is_number(count.type):
            raise Refused(f"parameter {param.name} is COUNTED_BY {param.counted_by}, which is no integer that comes out")


def _is_number(name: str) -> bool:
    return name in SCALARS or name == SIZE
