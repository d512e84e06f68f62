"""libclang, made strict: a header is read for a target, and whatever clang has to say about it is fatal.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clang.cindex import (  # type: ignore[import-untyped]
    Cursor,
    CursorKind,
    Index,
    TranslationUnit,
    TranslationUnitLoadError,
    TypeKind,
)
from clang.cindex import Type as ClangType

from .words import Refused

__all__ = ["ClangType", "Cursor", "CursorKind", "TranslationUnit", "TypeKind"]

HEADERS = Path(__file__).parent / "include"
# Every family of layouts that a port is met on, and some where only the rules for alignment differ.
TARGETS = (
    "x86_64-linux-gnu",
    "i386-linux-gnu",
    "aarch64-linux-gnu",
    "armv7-linux-gnueabihf",
    "riscv64-linux-gnu",
    "s390x-linux-gnu",
    "powerpc64-linux-gnu",
    "m68k-linux-gnu",
    "x86_64-unknown-gnu",
    "i686-unknown-gnu",
    "arm64-apple-macos11",
    "x86_64-apple-macos11",
    "powerpc-linux-gnu",
    "arm64-apple-ios14",
    "armv7k-apple-watchos4",
    "arm64_32-apple-watchos7",
    "x86_64-pc-windows-msvc",
    "i686-pc-windows-msvc",
)


def shown(path: str | Path) -> str:
    """A path as a reader types it: relative where it is below the current folder."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def check_text(path: str | Path) -> None:
    """libclang takes any bytes, and its Python module stumbles over them."""
    try:
        contents = Path(path).read_bytes()
        contents.decode()
    except OSError:
        raise Refused("cannot be read", shown(path)) from None
    except UnicodeDecodeError as error:
        line = contents.count(b"\n", 0, error.start) + 1
        raise Refused("this line is not in UTF-8", f"{shown(path)}:{line}") from None


def parse(header: Path, include: list[Path], target: str = TARGETS[0], text: str | None = None) -> TranslationUnit:
    """A header (or the text given under its name) as a target sees it."""
    args = ["-xc", "-std=c11", "-DMACHPORT_IR", "-ffreestanding", "-nostdinc", f"--target={target}", "-Wall", "-Wextra"]
    args += ["-isystem", str(HEADERS), *(f"-I{path}" for path in include)]
    unsaved = [(str(header), text)] if text is not None else None
    if text is None:
        check_text(header)
    try:
        unit = Index.create().parse(str(header), args, unsaved, TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD)
    except TranslationUnitLoadError:
        raise Refused("cannot be read", shown(header)) from None
    for included in unit.get_includes():
        check_text(included.include.name)
    for diagnostic in unit.diagnostics:
        where = diagnostic.location
        place = f"{shown(where.file.name)}:{where.line}" if where.file else shown(header)
        raise Refused(f"clang says: {diagnostic.spelling}", place)
    return unit


def notes(cursor: Cursor) -> list[str]:
    """The words at a declaration, without their common prefix."""
    said = [c.spelling for c in cursor.get_children() if c.kind == CursorKind.ANNOTATE_ATTR]
    return [note.removeprefix("machport:") for note in said if note.startswith("machport:")]


@contextmanager
def located(cursor: Cursor) -> Iterator[None]:
    """Gives a refusal the place of a declaration, unless something inside knew it better."""
    try:
        yield
    except Refused as refused:
        refused.place = refused.place or f"{shown(cursor.location.file.name)}:{cursor.location.line}"
        raise
