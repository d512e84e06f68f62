"""The C++ header: the functions of a definition, with its words in their types, below the types that are written by hand.

SPDX-License-Identifier: MIT OR Apache-2.0

What is borrowed is a `ref`, what is consumed a `unique` by value, what is consumed on success alone a `unique &&` that keeps its
right where the call fails, what is owned a `unique` in the result.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from pathlib import Path

from ..ir import Definition, Function, Param
from ..shape import is_sayable
from . import prose

TYPES = Path(__file__).resolve().parents[2] / "cpp" / "types.hpp"
WORDS = """
alignas alignof and asm auto bitand bitor bool break case catch char class compl const continue decltype default delete
do double else enum explicit export extern false float for friend goto if inline int long mutable namespace new noexcept
not nullptr operator or private protected public register return short signed sizeof static struct switch template this
throw true try typedef typeid typename union unsigned using virtual void volatile while xor
"""
# And what a function calls its own.
KEYWORDS = frozenset([*WORDS.split(), "why"])


@dataclass
class Parts:
    """A function under construction."""

    parameters: list[str] = field(default_factory=list)
    arguments: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    # Whether a failure tells its results all the same: numbers, of which no one owns any.
    told: bool = True


def header(definition: Definition) -> str:
    """One header: machport's own holds the types too, another library's includes it."""
    own = definition.library == "machport"
    guard = f"{definition.library.upper()}_HPP"
    includes = f'#include "{definition.header}"' if own else f"#include <{definition.header}>\n#include <machport/machport.hpp>"
    functions = [_function(definition, f) for f in definition.functions if is_sayable(definition, f)]
    parts = [
        prose.c_header(definition, f"{definition.header} for C++17: owned rights, and functions whose types say who owns what."),
        f"#ifndef {guard}\n#define {guard}\n{includes}",
        *([TYPES.read_text(encoding="utf-8").partition("*/\n")[2].rstrip()] if own else []),
        f"namespace {definition.library} {{",
        *functions,
        f"}} // namespace {definition.library}\n#endif",
    ]
    return "\n\n".join(parts) + "\n"


def _name(word: str) -> str:
    return f"{word}_" if word in KEYWORDS else word


def _function(definition: Definition, function: Function) -> str:
    parts = Parts()
    sizes = {p.sized_by for p in function.params if p.sized_by}
    for param in function.params:
        if param.direction == "in":
            _input(param, parts)
        elif param.array:
            parts.parameters.append(f"{param.type} *{_name(param.name)}")
            parts.arguments.append(_name(param.name))
        else:
            _output(param, parts)
    called = f"::{function.name}({', '.join(parts.arguments)})"
    name = _name(function.name.removeprefix(f"{definition.library}_"))
    returns, body = _answered(definition, function, parts, called)
    return "\n".join(
        [
            _docs(function, sizes),
            f"inline {returns} {name}({', '.join(parts.parameters)}) noexcept",
            "{",
            *(f"    {line}" for line in body),
            "}",
        ]
    )


def _docs(function: Function, sizes: set[str]) -> str:
    told = [f"{p.name}: {p.doc} ({prose.owner(p)})" if prose.owner(p) else f"{p.name}: {p.doc}" for p in function.params if p.doc]
    lines = [function.doc, *told, *(f"{s.name}: {s.when}" for s in function.statuses if s.name not in prose.UNREACHABLE or sizes)]
    wrapped = [
        textwrap.fill(line, 118, break_on_hyphens=False, subsequent_indent="" if line is lines[0] else "    ") for line in lines
    ]
    return "/** " + "\n".join(wrapped).replace("\n", "\n    ") + " */"


def _input(param: Param, parts: Parts) -> None:
    name = _name(param.name)
    if not param.kind or param.kind == "raw" or param.verb == "plain" or (param.nullable and param.verb == "borrowed"):
        parts.parameters.append(f"{param.type} {name}")
        parts.arguments.append(name)
    elif param.verb == "borrowed":
        type_ = "machport::any_ref" if param.kind == "any" else f"machport::ref<machport::kind::{param.kind}>"
        parts.parameters.append(f"{type_} {name}")
        parts.arguments.append(f"{name}.get()")
    else:
        consumed = param.verb == "consumed"
        parts.parameters.append(f"machport::unique<machport::kind::{param.kind}> {'' if consumed else '&&'}{name}")
        parts.arguments.append(f"{name}.{'release' if consumed else 'get'}()")
        parts.taken += [] if consumed else [name]


def _output(param: Param, parts: Parts) -> None:
    name = _name(param.name)
    parts.before.append(f"{param.type} {name} = 0;")
    parts.arguments.append(f"&{name}")
    parts.told = parts.told and not param.kind
    right = f"<machport::kind::{param.kind}>"
    if param.verb == "owned":
        wrapped = f"machport::received{right}" if param.maybe_dead else f"machport::unique{right}"
        parts.types.append(wrapped)
        parts.results.append(f"{wrapped}::{'of' if param.maybe_dead else 'adopt'}({name})")
    elif param.verb == "borrowed":
        parts.types.append(f"machport::ref{right}")
        parts.results.append(f"machport::ref{right}::borrow({name})")
    else:
        parts.types.append(param.type)
        parts.results.append(name)


def _answered(definition: Definition, function: Function, parts: Parts, called: str) -> tuple[str, list[str]]:
    if not definition.is_status(function.returns):
        return function.returns, [f"return {called};"]
    type_ = parts.types[0] if len(parts.types) == 1 else f"std::tuple<{', '.join(parts.types)}>" if parts.types else "void"
    lines = [*parts.before, f"const machport::error why({called});"]
    if parts.taken:
        freed = [f"    (void){name}.release();" for name in parts.taken]
        lines += ["if (!why) {", *freed, "}"]
    if not parts.types:
        return "machport::result<void>", [*lines, "return why;"]
    value = parts.results[0] if len(parts.results) == 1 else f"{type_}({', '.join(parts.results)})"
    failed = f"{{why, {value}}}" if parts.told else "why"
    return f"machport::result<{type_}>", [*lines, f"if (why)\n        return {failed};", f"return {value};"]
