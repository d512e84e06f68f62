"""Constants: the macros of a definition that stand for an integer, with their value, type and doc comment.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import re
from pathlib import Path

from . import clang
from .clang import Cursor, CursorKind, TranslationUnit
from .docs import joined
from .ir import SCALARS, Constant
from .words import Refused


def constants(header: Path, include: list[Path], unit: TranslationUnit, files: list[str]) -> list[Constant]:
    """Every object-like macro with a doc comment is a constant, and every one that is a number needs a doc comment."""
    macros = [c for c in unit.cursor.get_children() if c.kind == CursorKind.MACRO_DEFINITION and _of(c, files)]
    macros = [m for m in macros if len(list(m.get_tokens())) > 1 and not _takes_arguments(m)]
    last = {m.spelling: m for m in macros}  # C lets one be written twice
    found = []
    for macro in last.values():
        doc = comment_before(macro)
        with clang.located(macro):
            try:
                value, scalar = _evaluated(header, include, macro.spelling)
            except Refused:
                if doc:
                    raise Refused(f"{macro.spelling} has a doc comment, but is no integer constant", "") from None
                continue
            if not doc:
                raise Refused(f"{macro.spelling} has no doc comment: say in a sentence what it is")
        found.append(Constant(macro.spelling, value, scalar, doc))
    return found


def _of(cursor: Cursor, files: list[str]) -> bool:
    return cursor.location.file is not None and cursor.location.file.name in files


def _takes_arguments(macro: Cursor) -> bool:
    name, second = list(macro.get_tokens())[:2]
    return bool(second.spelling == "(" and second.extent.start.offset == name.extent.end.offset)


def _evaluated(header: Path, include: list[Path], name: str) -> tuple[int, str]:
    """The value and the type of a macro, as clang computes them in a probe that includes the header."""
    probe = f"""#include "{header.resolve()}"
enum {{
    PROBE_HIGH = (int)((unsigned long long)({name}) >> 32),
    PROBE_LOW = (int)((unsigned long long)({name}) & 0xffffffff),
    PROBE_SIGNED = (__typeof__({name}))-1 < 0,
    PROBE_SIZE = sizeof({name})
}};
"""
    unit = clang.parse(header.parent / "machport_gen_probe.c", include, text=probe)
    enums = [c for c in unit.cursor.get_children() if c.kind == CursorKind.ENUM_DECL]
    probed = {e.spelling: e.enum_value for c in enums for e in c.get_children()}
    kind = probed["PROBE_SIZE"], bool(probed["PROBE_SIGNED"])
    scalar = next(s for s, (low, high) in SCALARS.items() if ((high - low).bit_length() // 8, low < 0) == kind)
    value = (probed["PROBE_HIGH"] & 0xFFFFFFFF) << 32 | probed["PROBE_LOW"] & 0xFFFFFFFF
    return (value - 2**64 if kind[1] and value >= 2**63 else value), scalar


def comment_before(macro: Cursor) -> str:
    """The doc comment that ends right before a macro: clang attaches none to macros."""
    text = Path(macro.location.file.name).read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)[: macro.location.line - 1]
    match = re.search(r"/\*\*(?:(?!\*/).)*\*/\s*\Z", "".join(lines), re.DOTALL)
    return joined(match.group().strip()) if match else ""
