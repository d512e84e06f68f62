"""The functions of a definition for Lua, with owned rights: see owned.py.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import textwrap

from ..ir import Definition
from . import owned

WORDS = """
and break do else elseif end false for function goto if in local nil not or repeat return then true until while
"""
FUNCTIONS = ("lent", "lent_or_raw", "owner", "take", "own", "borrow")
CLASSES = ("Right", *owned.CLASSES.values())
KEYWORDS = frozenset(WORDS.split())


def module(definition: Definition) -> str:
    made = owned.functions(definition)
    head = "\n".join(
        [
            f"-- Every function of {definition.header} that owned rights can say, and the methods that they are.",
            f"-- Generated {definition.generated}.",
            f'local raw = require "{definition.library}.raw"',
            'local rights = require "machport.rights"',
            *(_locals(names) for names in (FUNCTIONS, CLASSES)),
            "local calls = {}\n",
        ]
    )
    own = definition.library == "machport"
    methods = [_method(each) for each in owned.methods(made)] if own else []
    closing = [f"{c}.release = raw.{f.raw}" for c, f in owned.releases(made).items()] if own else []
    parts = [head, *(f"{_function(each)}\n" for each in made), *([*methods, *closing, ""] if own else []), "return calls"]
    return "\n".join(parts) + "\n"


def _locals(names: tuple[str, ...]) -> str:
    return owned.folded(f"local {', '.join(names)} = ", [f"rights.{name}" for name in names], "", "")


def _method(method: owned.Method) -> str:
    return f"{method.class_}.{_name(method.name)} = calls.{_name(method.function.name)}"


def _name(word: str) -> str:
    return f"{word}_" if word in KEYWORDS else word


def _function(each: owned.Owned) -> str:
    parameters = ", ".join(_name(i.name) for i in each.inputs)
    docs = [line for told in owned.docs(each) for line in textwrap.wrap(told, 110, subsequent_indent="    ")]
    given = [_given(i) for i in each.inputs]
    called = f"raw.{each.raw}("
    if each.consumes:
        given[:0] = [*(_list(each, role) for role in ("consumed", "taken")), f"raw.{each.raw}"]
        called = "take("
    lines = [f"function calls.{_name(each.name)}({parameters})"]
    if any(o.role != "number" for o in each.outputs):
        names = ", ".join(f"{_name(o.name)}_given" for o in each.outputs)
        lines.append(owned.folded(f"local {names} = {called}", given, ")", "    "))
        lines.append(owned.folded("return ", [_made(each, o) for o in each.outputs], "", "    "))
    else:
        lines.append(owned.folded(f"return {called}", given, ")", "    "))
    return "\n".join([*(f"-- {line}" for line in docs), *lines, "end"])


def _list(each: owned.Owned, role: str) -> str:
    return "{" + ", ".join(_name(i.name) for i in each.inputs if i.role == role) + "}"


def _given(each: owned.Input) -> str:
    name = _name(each.name)
    if each.role == "number":
        return name
    function = {"lent": "lent", "optional": "lent_or_raw"}.get(each.role, "owner")
    return f'{function}({name}, {each.class_}, "{each.name}")'


def _made(function: owned.Owned, each: owned.Output) -> str:
    name = f"{_name(each.name)}_given"
    if each.role == "number":
        return name
    guard = f", {_name(function.guard)}" if function.guard and each.kind == "receive" else ""
    return f"{'own' if each.role == 'owned' else 'borrow'}({each.class_}, {name}{guard})"
