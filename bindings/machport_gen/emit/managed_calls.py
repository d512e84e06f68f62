"""The functions of a definition for Java and C#, with its words in their types; what each spells itself is told.

SPDX-License-Identifier: MIT OR Apache-2.0

What is borrowed is pinned while the call uses it; what is consumed is claimed, and gone after the call, or, where it is consumed
on success alone, after a call that succeeded. What is owned comes back as an owned right. A function that no word makes other
than it is in the raw layer, and one that the words do not say whole, is not here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from ..ir import Definition, Function, Param
from ..shape import Call, Value, call, is_sayable
from . import managed
from .managed import indented

KINDS = {
    "send": "SendRight",
    "send_once": "SendOnceRight",
    "receive": "ReceiveRight",
    "port_set": "PortSet",
    "dead_name": "DeadName",
}


class Spelling(ABC):
    """What a language spells itself."""

    number: str
    """The type of a name in the raw layer."""
    flag: str
    failed: Sequence[str]
    """The lines that end a try whose call answered a status: it sets `failed`."""

    @abstractmethod
    def name(self, word: str) -> str: ...

    @abstractmethod
    def method(self, words: str) -> str: ...

    @abstractmethod
    def type_of(self, definition: Definition, value: Value) -> str:
        """Of a value that is no right."""

    @abstractmethod
    def given(self, param: Param, number: str) -> tuple[str, str]:
        """The type of a right that comes back, and what makes it of its name."""

    @abstractmethod
    def part(self, value: Value) -> str:
        """One of several results of the raw layer, behind the name of all."""

    @abstractmethod
    def several(self, definition: Definition, shaped: Call, types: list[str], values: list[str]) -> tuple[str, str, str]:
        """The type of several results, what makes it, and its declaration, if it needs one."""

    @abstractmethod
    def untouched(self, definition: Definition, shaped: Call) -> str:
        """The type of several results as the raw layer has it."""

    @abstractmethod
    def documented(self, definition: Definition, shaped: Call) -> str: ...


def functions(definition: Definition, spelling: Spelling) -> list[str]:
    return [_function(definition, call(definition, f), spelling) for f in definition.functions if is_shown(definition, f)]


def is_shown(definition: Definition, function: Function) -> bool:
    return is_sayable(definition, function) and any(is_typed(p) for p in function.params)


def is_typed(param: Param) -> bool:
    """Whether a parameter is more than a number."""
    if param.direction == "in":
        lent = param.verb == "borrowed" and not param.nullable
        return bool(param.kind) and param.kind != "raw" and (lent or param.verb.startswith("consumed"))
    return param.kind in KINDS and param.verb in ("owned", "borrowed") and not param.array


def _function(definition: Definition, shaped: Call, spelling: Spelling) -> str:
    parameters, arguments = [], []
    for value in shaped.inputs:
        own = spelling.name(value.param.name)
        typed = is_typed(value.param)
        type_ = KINDS.get(value.param.kind, "Right") if typed else spelling.type_of(definition, value)
        parameters.append(f"{type_} {own}")
        arguments.append(f"{own}Name" if typed else own)
    method = spelling.method(managed.bare(definition, shaped.function.name))
    called = f"{managed.layer(definition)}.{method}({', '.join(arguments)})"
    held = [v.param for v in shaped.inputs if is_typed(v.param)]
    gone = any(p.verb.startswith("consumed") for p in held)
    always = any(p.verb == "consumed" for p in held)
    declared, returns, body = _answered(definition, shaped, called, ["called = true;"] if gone else [], spelling)
    if always:
        body = ["try {", *_deeper(body), *spelling.failed]
    for param in reversed(held):
        body = _held(param, body, spelling)
    flags = "called = false" + (", failed = false" if always else "")
    body = [f"{spelling.flag} {flags};", *body] if gone else body
    head = f"public static {returns} {method}({', '.join(parameters)})"
    return "\n".join([*declared, spelling.documented(definition, shaped), f"{head} {{", *_deeper(body), "}"])


def _held(param: Param, body: list[str], spelling: Spelling) -> list[str]:
    """The right is lent, or may go, while the body runs."""
    own = spelling.name(param.name)
    begin, end = "pin", f"{spelling.method('unpin')}()"
    if param.verb.startswith("consumed"):
        gone = "called || failed" if param.verb == "consumed" else "called"
        begin, end = "claim", f"{spelling.method('settle')}({gone})"
    taken = f"{spelling.number} {own}Name = {own}.{spelling.method(begin)}();"
    return [taken, "try {", *_deeper(body), "} finally {", f"    {own}.{end};", "}"]


def _deeper(lines: list[str]) -> list[str]:
    return [line for line in indented(lines, 4).split("\n") if line]


def _answered(
    definition: Definition, shaped: Call, called: str, gone: list[str], spelling: Spelling
) -> tuple[list[str], str, list[str]]:
    """What must be declared before, the type that is returned, and the lines that call and return."""
    if not shaped.results:
        return [], "void", [f"{called};", *gone]
    parts = ["told"] if len(shaped.results) == 1 else [f"told{spelling.part(v)}" for v in shaped.results]
    made = [
        spelling.given(v.param, part) if is_typed(v.param) else (spelling.type_of(definition, v), part)
        for v, part in zip(shaped.results, parts, strict=True)
    ]
    types, values = [type_ for type_, _ in made], [value for _, value in made]
    declared, returns, value = "", types[0], values[0]
    if len(made) > 1 and any(is_typed(v.param) for v in shaped.results):
        returns, value, declared = spelling.several(definition, shaped, types, values)
    elif len(made) > 1:
        returns, value = spelling.untouched(definition, shaped), "told"
    if value == "told" and not gone:
        return [], returns, [f"return {called};"]
    return [declared] if declared else [], returns, [f"var told = {called};", *gone, f"return {value};"]
