"""The functions of a definition for Java, with its words in their types.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from ..ir import Definition, Param
from ..shape import Call, Value
from . import java, java_words, managed, prose
from .managed import bare, camel, indented
from .managed_calls import KINDS, Spelling, functions

ABOUT = """What a call borrows is open after it, what it consumes is closed; what is consumed on success alone stays open where a
MachError tells that it failed. What it gives is the caller's to close."""


def calls(definition: Definition) -> str:
    name = managed.calls_class(definition)
    parts = [
        prose.c_header(definition, f"Every function of {definition.header} whose words say who owns what, as Java has them."),
        "package machport;",
        f"{java_words.docs(ABOUT, [])}\npublic final class {name} {{\n    private {name}() {{}}",
        *(indented(text.split("\n"), 4).rstrip("\n") for text in functions(definition, Java())),
    ]
    return "\n\n".join(parts) + "\n}\n"


class Java(Spelling):
    number = "long"
    flag = "boolean"
    failed = ("} catch (MachError error) {", "    failed = true;", "    throw error;", "}")

    def name(self, word: str) -> str:
        return java_words.name(word)

    def method(self, words: str) -> str:
        return java_words.name(words)

    def type_of(self, definition: Definition, value: Value) -> str:
        return java_words.type_of(definition, value)

    def given(self, param: Param, number: str) -> tuple[str, str]:
        type_ = KINDS[param.kind]
        if param.verb == "borrowed":
            return type_, f"new {type_}({number}, true)"
        if param.maybe_dead:
            return f"Given<{type_}>", f"Given.of({number}, {type_}::new)"
        return type_, f"{number} == Raw.NULL ? null : new {type_}({number})" if param.nullable else f"new {type_}({number})"

    def part(self, value: Value) -> str:
        return f".{java_words.name(value.param.name)}()"

    def several(self, definition: Definition, shaped: Call, types: list[str], values: list[str]) -> tuple[str, str, str]:
        own = bare(definition, shaped.function.name)
        names = [java_words.name(v.param.name) for v in shaped.results]
        entries = [(f"param {name}", managed.said(v.param)) for name, v in zip(names, shaped.results, strict=True)]
        components = ", ".join(f"{type_} {name}" for type_, name in zip(types, names, strict=True))
        record = managed.pascal(own)
        head = java_words.docs(f"The results of {camel(own)}.", [entry for entry in entries if entry[1]])
        return record, f"new {record}({', '.join(values)})", f"{head}\npublic record {record}({components}) {{}}\n"

    def untouched(self, definition: Definition, shaped: Call) -> str:
        return f"{managed.layer(definition)}.{managed.pascal(bare(definition, shaped.function.name))}"

    def documented(self, definition: Definition, shaped: Call) -> str:
        return java.documented(shaped)
