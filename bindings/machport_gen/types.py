"""What a C type is to a definition: a scalar, a port of a kind, a struct, text, or a pointer to one of them.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from dataclasses import dataclass

from .clang import ClangType, TypeKind
from .ir import ADDRESS, SCALARS, SIZE
from .words import KINDS, STATUS, Refused

BUILTIN = {
    TypeKind.VOID: "void",
    TypeKind.CHAR_S: "char",
    TypeKind.CHAR_U: "char",
    TypeKind.INT: "int32_t",
    TypeKind.UINT: "uint32_t",
}


@dataclass
class Named:
    """A type by its name, what it is made of (a scalar, "struct", "void", "char" or "opaque"), its kind of right,
    and whether it is a status."""

    name: str
    base: str
    kind: str
    status: bool = False


@dataclass
class Shape:
    """A type as a parameter has it: so many pointers to something."""

    named: Named
    pointers: int
    const: bool


def shape(clang_type: ClangType) -> Shape:
    pointers, const = 0, False
    while clang_type.kind in (TypeKind.POINTER, TypeKind.INCOMPLETEARRAY):
        clang_type = clang_type.get_pointee() if clang_type.kind == TypeKind.POINTER else clang_type.element_type
        pointers, const = pointers + 1, clang_type.is_const_qualified()
    return Shape(named(clang_type), pointers, const)


def named(clang_type: ClangType) -> Named:
    """Follows typedefs to the bottom; the first name is the type's, the first that is a kind's is its kind."""
    first, kind, status = "", "", False
    while True:
        if clang_type.kind == TypeKind.ELABORATED:
            clang_type = clang_type.get_named_type()
        elif clang_type.kind == TypeKind.TYPEDEF:
            spelled = clang_type.get_declaration().spelling
            first, kind, status = first or spelled, kind or KINDS.get(spelled, ""), status or spelled == STATUS
            if spelled in SCALARS or spelled in (SIZE, ADDRESS):
                return Named(first, spelled, kind, status)
            clang_type = clang_type.get_declaration().underlying_typedef_type
        elif clang_type.kind == TypeKind.RECORD:
            if not first:
                raise Refused(f'"{clang_type.spelling}" has no typedef, by which bindings could call it')
            return Named(first, "struct", kind)
        elif clang_type.kind in BUILTIN:
            base = BUILTIN[clang_type.kind]
            return Named(first or base, base, kind)
        elif clang_type.kind == TypeKind.POINTER and first:
            pointee = clang_type.get_pointee()
            if pointee.kind == TypeKind.ELABORATED:
                pointee = pointee.get_named_type()
            if pointee.kind == TypeKind.TYPEDEF and named(pointee).kind:
                raise Refused(f"{first} hides a pointer to a port: spell the pointer out")
            return Named(first, "opaque", "")
        else:
            raise Refused(f"{_what(clang_type)}: a fixed-width integer is the same everywhere")


def _what(clang_type: ClangType) -> str:
    if clang_type.kind == TypeKind.ENUM:
        return f'"{clang_type.spelling}" is an enum, whose width is the compiler\'s choice'
    return f'"{clang_type.spelling}" has no width that every target agrees on'
