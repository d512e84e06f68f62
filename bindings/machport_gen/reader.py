"""An annotated header into a definition. What does not say enough stops here, with file, line and a sentence.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from pathlib import Path

from . import clang, coherence, docs, types
from .clang import Cursor, CursorKind, TypeKind
from .functions import function
from .ir import Constant, Definition, Function, Status, Struct, Type, hashed
from .macros import constants
from .structs import lay_out, struct
from .words import Refused

# The words themselves are no part of a definition that uses them.
WORDS_HEADER = "verbs.h"
CONSTANT_PREFIX = "MACHPORT_"


def read(header: Path, include: list[Path], spelled: str = "", library: str = "", origin: str = "") -> Definition:
    """The definition that a header and those it includes from its own folder make up.

    spelled is how C includes it, library how its bindings are called, origin how the IR calls the file: as it is named, where
    nothing is said."""
    unit = clang.parse(header, include)
    own = {str(header)} | {
        i.include.name for i in unit.get_includes() if Path(i.include.name).parent.resolve() == header.parent.resolve()
    }
    own = {name for name in own if Path(name).name != WORDS_HEADER}
    names = Names()
    for cursor in unit.cursor.get_children():
        if cursor.location.file and not _is_prelude(cursor.location.file.name):
            with clang.located(cursor):
                names.declare(cursor, cursor.location.file.name in own)
    names.check_functions_named()
    lay_out(header, include, names.structs)
    found = constants(header, include, unit, sorted(own))
    definition = Definition(
        generated=f"by machport_gen from {origin or clang.shown(header)}; do not edit",
        library=library or header.stem,
        header=spelled or header.name,
        version=_version(found),
        hash="",
        constants=found,
        statuses=[s for s in names.statuses.values() if s.name in names.own],
        types=list(names.types.values()),
        structs=list(names.structs.values()),
        functions=[f for f in names.functions.values() if f.name in names.own],
    )
    _keep_used(definition, names.own)
    definition.hash = hashed(definition)
    _check(definition, header)
    return definition


def _check(definition: Definition, header: Path) -> None:
    """What no declaration is wrong in by itself."""
    try:
        coherence.check(definition)
    except Refused as refused:
        refused.place = refused.place or clang.shown(header)
        raise


def _is_prelude(file: str) -> bool:
    return Path(file).parent == clang.HEADERS


def _version(found: list[Constant]) -> str:
    number = next((c.value for c in found if c.name.endswith("_ABI_VERSION")), 0x10000)
    return f"{number >> 16}.{number & 0xFFFF}"


def _keep_used(definition: Definition, own: set[str]) -> None:
    """Of another header's types, only those that this definition's functions and structs speak of."""
    used = {p.type for f in definition.functions for p in f.params} | {f.returns for f in definition.functions}
    definition.structs = [s for s in definition.structs if s.name in own | used]
    used |= {f.type for s in definition.structs for f in s.fields}
    definition.types = [t for t in definition.types if t.name in own | used]


class Names:
    """Everything that a header and its includes declare, by name; own are those of the definition itself."""

    def __init__(self) -> None:
        self.statuses: dict[str, Status] = {}
        self.types: dict[str, Type] = {}
        self.structs: dict[str, Struct] = {}
        self.functions: dict[str, Function] = {}
        self.own: set[str] = set()
        self.cursors: dict[str, Cursor] = {}
        self.macros: set[str] = set()

    def declare(self, cursor: Cursor, own: bool) -> None:
        if cursor.kind == CursorKind.ENUM_DECL:
            self._declare_statuses(cursor, own)
        elif cursor.kind == CursorKind.MACRO_DEFINITION:
            self.macros.add(cursor.spelling)
        elif cursor.kind == CursorKind.TYPEDEF_DECL:
            self._declare_type(cursor)
        elif cursor.kind == CursorKind.FUNCTION_DECL:
            self.functions[cursor.spelling] = function(cursor, self.structs, self.statuses)
            self.cursors[cursor.spelling] = cursor
        elif cursor.kind in (CursorKind.VAR_DECL, CursorKind.UNION_DECL):
            raise Refused(f"{cursor.spelling} is a variable or a union: a definition has functions, structs and integers")
        if own:
            self.own.add(cursor.spelling)

    def _declare_statuses(self, cursor: Cursor, own: bool) -> None:
        for constant in cursor.get_children():
            with clang.located(constant):
                status = self._status(constant)
            self.statuses[status.name] = status
            if own:
                self.own.add(status.name)

    def _status(self, constant: Cursor) -> Status:
        words = [n.split(":", 2) for n in clang.notes(constant)]
        if len(words) != 1 or len(words[0]) != 3 or words[0][0] != "status":
            raise Refused(f"{constant.spelling} is an enum constant, but no status: a constant is a macro")
        _, class_, text = words[0]
        if f"{CONSTANT_PREFIX}CLASS_{class_}" not in self.macros:
            raise Refused(f"{constant.spelling} is of class {class_}, which is none")
        return Status(constant.spelling.removeprefix(CONSTANT_PREFIX), constant.spelling, constant.enum_value, class_, text)

    def _declare_type(self, cursor: Cursor) -> None:
        declared = cursor.underlying_typedef_type.get_canonical()
        if declared.kind == TypeKind.RECORD:
            if declared.get_size() < 0:
                raise Refused(f"{cursor.spelling} has no fields here: describe them, or name a pointer to it instead")
            self.structs[cursor.spelling] = struct(cursor.spelling, declared.get_declaration(), self.structs)
            return
        named = types.named(cursor.type)
        text = docs.parse(cursor.raw_comment, cursor.spelling).text
        self.types[cursor.spelling] = Type(cursor.spelling, named.base, named.kind, named.status, text)

    def check_functions_named(self) -> None:
        """RELEASED_BY and RETAINED_UNTIL name functions that are declared."""
        for made in self.functions.values():
            for port in [made, *made.params]:
                for named in (port.released_by, port.retained_until):
                    if named and named not in self.functions:
                        with clang.located(self.cursors[made.name]):
                            raise Refused(f"{named} is not declared: who releases or ends a borrow is a function")
