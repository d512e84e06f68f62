"""What Java and C# have in common: a raw layer that is one class, above SWIG's native half; its names and its sentences.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ..ir import STRUCT_SIZE, Definition, Param, Struct
from ..shape import Call
from . import prose

WIDTH = 112
# What the functions themselves call something.
TAKEN = frozenset({"called", "failed", "i", "told"})


@dataclass
class Body:
    """A function under construction: the lines before the call and after it, its arguments, and its results as (type, name,
    expression)."""

    before: list[str] = field(default_factory=list)
    arguments: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    results: list[tuple[str, str, str]] = field(default_factory=list)


def layer(definition: Definition) -> str:
    """The class of the functions: Raw for the ABI itself, and for another library its own name."""
    return "Raw" if definition.library == "machport" else pascal(definition.library)


def native(definition: Definition, suffix: str) -> str:
    """SWIG's class, of the module whose name its command line gives."""
    return f"{layer(definition)}Glue{suffix}"


def calls_class(definition: Definition) -> str:
    """The class of the functions whose types say who owns what."""
    return "Calls" if definition.library == "machport" else f"{pascal(definition.library)}Calls"


def pascal(words: str) -> str:
    return "".join(f"{word[:1].upper()}{word[1:].lower()}" for word in words.split("_") if word) or words


def camel(words: str) -> str:
    made = pascal(words)
    return f"{made[:1].lower()}{made[1:]}"


def bare(definition: Definition, name: str) -> str:
    """A name without what stands before it in C: machport_, MACHPORT_, mach_embedded_."""
    parts = re.split(rf"^(?:.*?_)??{definition.library}_", name, maxsplit=1, flags=re.IGNORECASE)
    return parts[-1] if re.match(r"[A-Za-z]", parts[-1]) else name


def struct_name(definition: Definition, struct: str) -> str:
    return pascal(bare(definition, struct.removesuffix("_t")))


def size_of(struct: Struct) -> int:
    """The same on every target, for no size_t may be in it and none pads it."""
    return next(iter(struct.layout.values())).size


def is_sized(struct: Struct) -> bool:
    return any(f.name == STRUCT_SIZE for f in struct.fields)


def shown_fields(struct: Struct) -> list[tuple[str, str, str]]:
    """The name, type and sentence of each field that a caller sees."""
    return [(f.name, f.type, told(f.doc, prose.owner(f))) for f in struct.fields if f.name != STRUCT_SIZE]


def told(doc: str, owner: str) -> str:
    return f"{doc} ({owner})" if doc and owner else doc or owner


def said(param: Param) -> str:
    return told(param.doc, prose.owner(param))


def wanted(call: Call) -> list[tuple[str, str]]:
    """When a call fails, by status; a NULL pointer cannot be given."""
    return [(s.name, s.when) for s in call.function.statuses if s.name not in prose.UNREACHABLE]


def escaped(text: str, method: Callable[[str], str]) -> str:
    """A sentence within a comment that is marked up, which calls things as the language does."""
    text = re.sub(r"\bMACHPORT_(?=[A-Z])", "", text)
    text = re.sub(r"\bmachport_([a-z]+(?:_[a-z]+)*)\b", lambda m: method(m[1]), text)
    return html.escape(text, quote=False).replace("@", "&#64;")


def indented(lines: list[str], by: int) -> str:
    return "".join(f"{' ' * by}{line}\n" if line else "\n" for line in lines)
