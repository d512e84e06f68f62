"""What a header declares, as text: functions, variables, types with their layout, macros with their value.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path

from clang.cindex import Cursor, CursorKind, Diagnostic, Index, TranslationUnit, Type  # type: ignore[import-untyped]

TARGETS = ("arm64-apple-macos11", "x86_64-apple-macos11")
RECORDS = (CursorKind.STRUCT_DECL, CursorKind.UNION_DECL)

Declarations = dict[str, str]


@dataclass(frozen=True)
class Headers:
    """A tree of headers, and where it finds what belongs to the compiler."""

    tree: Path
    system: tuple[Path, ...] = ()

    def own(self, header: str, target: str) -> Declarations:
        """What the header itself declares, without those that it includes."""
        return self._declared(header, target, lambda cursor: Path(cursor.location.file.name) == self.tree / header)

    def visible(self, header: str, target: str, names: Container[str]) -> Declarations:
        """Which of some names are declared once the header is included, and how."""
        return self._declared(header, target, lambda cursor: cursor.spelling in names)

    def _declared(self, header: str, target: str, wanted: Callable[[Cursor], bool]) -> Declarations:
        text = f"#include <{header}>\n"
        unit = self._parse(text, target)
        if errors := _errors(unit):
            raise ValueError(f"{header} for {target}: {errors[0].spelling} ({errors[0].location})")
        cursors = [c for c in unit.cursor.get_children() if c.location.file and wanted(c)]
        macros = {c.spelling: c for c in cursors if c.kind == CursorKind.MACRO_DEFINITION}
        found = {c.spelling: said for c in cursors if c.kind != CursorKind.MACRO_DEFINITION and (said := _declaration(c))}
        return found | self._constants(text, target, [*macros]) | _replacements(macros)

    def _parse(self, text: str, target: str) -> TranslationUnit:
        arguments = ["-xc", "-std=c11", f"--target={target}", "-ffreestanding", "-nostdinc", "-w"]
        for path in (self.tree, *self.system):
            arguments += ["-isystem", str(path)]
        options = TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD
        return Index.create().parse("declared.c", arguments, [("declared.c", text)], options)

    def _constants(self, text: str, target: str, macros: list[str]) -> Declarations:
        """The macros that stand for an integer: one that does not is an error on its own line here, and left out."""
        first = text.count("\n") + 1
        probe = text + "".join(f"enum {{ {_probe(name)} }};\n" for name in macros)
        unit = self._parse(probe, target)
        bad = {error.location.line for error in _errors(unit)}
        enums = [c for c in unit.cursor.get_children() if c.kind == CursorKind.ENUM_DECL and str(c.location.file) == "declared.c"]
        values = {e.spelling: e.enum_value for c in enums if c.location.line not in bad for e in c.get_children()}
        good = [name for line, name in enumerate(macros, first) if line not in bad and f"probe_low_{name}" in values]
        return {
            name: _constant(*(values[f"probe_{part}_{name}"] for part in ("high", "low", "negative", "size"))) for name in good
        }


def _probe(name: str) -> str:
    return (
        f"probe_high_{name} = (int)((unsigned long long)({name}) >> 32),"
        f"probe_low_{name} = (int)((unsigned long long)({name}) & 0xffffffff),"
        f"probe_negative_{name} = (__typeof__(({name}) + 0))-1 < 0,"
        f"probe_size_{name} = sizeof({name})"
    )


def _constant(high: int, low: int, signed: int, size: int) -> str:
    value = (high & 0xFFFFFFFF) << 32 | low & 0xFFFFFFFF
    return f"{value - 2**64 if signed and value >= 2**63 else value}, {'signed' if signed else 'unsigned'}, {size} bytes"


def _errors(unit: TranslationUnit) -> list[Diagnostic]:
    return [diagnostic for diagnostic in unit.diagnostics if diagnostic.severity >= Diagnostic.Error]


def _replacements(macros: dict[str, Cursor]) -> Declarations:
    """Macros that take arguments, as their text."""
    found = {}
    for name, macro in macros.items():
        tokens = list(macro.get_tokens())
        if len(tokens) > 1 and tokens[1].spelling == "(" and tokens[1].extent.start.offset == tokens[0].extent.end.offset:
            found[name] = " ".join(token.spelling for token in tokens[1:] if not token.spelling.startswith("/*"))
    return found


def _declaration(cursor: Cursor) -> str | None:
    """Types are written as in the source: a typedef that means something else is a difference of its own."""
    if cursor.kind in (CursorKind.FUNCTION_DECL, CursorKind.VAR_DECL):
        return str(cursor.type.spelling)
    if cursor.kind in RECORDS and cursor.is_definition():
        fields = "; ".join(map(_field, cursor.type.get_fields()))
        return f"{_size(cursor.type)}: {fields}"
    if cursor.kind == CursorKind.TYPEDEF_DECL:
        return f"{cursor.underlying_typedef_type.get_canonical().spelling}, {_size(cursor.underlying_typedef_type)}"
    return None


def _field(field: Cursor) -> str:
    width = f" of {field.get_bitfield_width()}" if field.is_bitfield() else ""
    # Without the place where a type that has no name stands.
    spelled = re.sub(r"\((\w+) at [^)]*\)", r"(\1)", field.type.spelling)
    return f"{spelled} {'' if field.is_anonymous() else field.spelling} at bit {field.get_field_offsetof()}{width}"


def _size(type_: Type) -> str:
    return f"{type_.get_size()} bytes aligned to {type_.get_align()}"
