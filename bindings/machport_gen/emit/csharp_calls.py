"""The functions of a definition for C#, with its words in their types.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from ..ir import Definition, Param
from ..shape import Call, Value
from . import csharp, csharp_words, managed, prose
from .managed import indented
from .managed_calls import KINDS, Spelling, functions

ABOUT = """What a call borrows is open after it, what it consumes is closed; what is consumed on success alone stays open where a
MachException tells that it failed. What it gives is the caller's to dispose."""


def calls(definition: Definition) -> str:
    parts = [
        prose.c_header(definition, f"Every function of {definition.header} whose words say who owns what, as C# has them."),
        "namespace Machport {",
        f"{csharp_words.docs(ABOUT, [])}\npublic static class {managed.calls_class(definition)}\n{{",
    ]
    inner = [indented(text.split("\n"), 4) for text in functions(definition, CSharp())]
    return "\n\n".join(parts) + "\n" + "\n".join(inner) + "}\n}\n"


class CSharp(Spelling):
    number = "uint"
    flag = "bool"
    failed = ("} catch (MachException) {", "    failed = true;", "    throw;", "}")

    def name(self, word: str) -> str:
        return csharp_words.name(word)

    def method(self, words: str) -> str:
        return csharp_words.method(words)

    def type_of(self, definition: Definition, value: Value) -> str:
        return csharp_words.type_of(definition, value)

    def given(self, param: Param, number: str) -> tuple[str, str]:
        type_ = KINDS[param.kind]
        if param.verb == "borrowed":
            return type_, f"new {type_}({number}, true)"
        if param.maybe_dead:
            return f"Given<{type_}>", f"Given<{type_}>.Of({number}, name => new {type_}(name))"
        return type_, f"{number} == Raw.NULL ? null : new {type_}({number})" if param.nullable else f"new {type_}({number})"

    def part(self, value: Value) -> str:
        return f".{csharp_words.name(value.param.name)}"

    def several(self, definition: Definition, shaped: Call, types: list[str], values: list[str]) -> tuple[str, str, str]:
        named = [f"{type_} {csharp_words.name(v.param.name)}" for type_, v in zip(types, shaped.results, strict=True)]
        return f"({', '.join(named)})", f"({', '.join(values)})", ""

    def untouched(self, definition: Definition, shaped: Call) -> str:
        return csharp.results_type(definition, shaped)

    def documented(self, definition: Definition, shaped: Call) -> str:
        return csharp.documented(shaped)
