"""The functions of a definition for Ruby, with owned rights: see owned.py.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import textwrap

from ..ir import Definition
from . import owned

WORDS = """
__ENCODING__ __FILE__ __LINE__ BEGIN END alias and begin break case class def defined? do else elsif end ensure false for if in
module next nil not or redo rescue retry return self super then true undef unless until when while yield
"""
KEYWORDS = frozenset(WORDS.split())


def module(definition: Definition) -> str:
    made = owned.functions(definition)
    own = definition.library == "machport"
    name = "".join(word.capitalize() for word in definition.library.split("_"))
    require = "" if own else f'require "{definition.library}/raw"\n'
    head = (
        "# frozen_string_literal: true\n\n"
        f"# Every function of {definition.header} that owned rights can say, and the methods that they are.\n"
        f'# Generated {definition.generated}.\n{require}require "machport/rights"\n\nmodule {name}'
    )
    functions = [_indented(_function(each)) for each in made]
    classes = _classes(made) if own else []
    return "\n\n".join([head, *functions, *map(_indented, classes)]) + "\nend\n"


def _indented(text: str) -> str:
    return textwrap.indent(text, "  ", lambda line: bool(line.strip()))


def _name(word: str) -> str:
    """How a parameter is called: a word of Ruby cannot be one's name, nor a capital begin it, which is a constant's."""
    if word[0].isupper():
        return f"_{word}"
    return f"{word}_" if word in KEYWORDS else word


def _classes(made: list[owned.Owned]) -> list[str]:
    """The methods of each class; what releases a right of it closes it."""
    closing = owned.releases(made)
    found = []
    for class_ in ["Right", *owned.CLASSES.values()]:
        methods = [_method(each) for each in owned.methods(made) if each.class_ == class_]
        if class_ in closing:
            release = closing[class_]
            methods.append(f"RELEASE = :{release.raw}")
        if methods:
            found.append("\n".join([f"class {class_}", *(f"  {method}" for method in methods), "end"]))
    return found


def _method(method: owned.Method) -> str:
    each = method.function
    others = [_name(i.name) for i in each.inputs[0 if method.makes else 1 :]]
    declared = f"({', '.join(others)})" if others else ""
    given = others if method.makes else ["self", *others]
    self_ = "self." if method.makes else ""
    return f"def {self_}{method.name}{declared} = Machport.{each.name}({', '.join(given)})"


def _function(each: owned.Owned) -> str:
    parameters = ", ".join(_name(i.name) for i in each.inputs)
    docs = [line for told in owned.docs(each) for line in textwrap.wrap(told, 110, subsequent_indent="    ")]
    given = [_given(i) for i in each.inputs]
    called = owned.folded(f"Raw.{each.raw}(" if given else f"Raw.{each.raw}", given, ")" if given else "", "  ").strip()
    if each.consumes:
        gone = ", ".join(f"[{', '.join(_name(i.name) for i in each.inputs if i.role == role)}]" for role in ("consumed", "taken"))
        called = f"Machport::Rights.take({gone}) do\n    {called}\n  end"
    lines = [f"def self.{each.name}({parameters})" if parameters else f"def self.{each.name}"]
    if any(o.role != "number" for o in each.outputs):
        names = ", ".join(f"{_name(o.name)}_given" for o in each.outputs)
        made = [_made(each, o) for o in each.outputs]
        body = [f"  {names} = {called}", f"  {made[0]}" if len(made) == 1 else owned.folded("[", made, "]", "  ")]
        if each.exchanges:
            body = ["  Machport::Rights.undisturbed do", textwrap.indent("\n".join(body), "  "), "  end"]
        lines += body
    else:
        lines.append(f"  {called}")
    return "\n".join([*(f"# {line}" for line in docs), *lines, "end"])


def _given(each: owned.Input) -> str:
    name = _name(each.name)
    if each.role == "number":
        return name
    function = {"lent": "lent", "optional": "lent_or_raw"}.get(each.role, "owner")
    return f'Machport::Rights.{function}({name}, Machport::{each.class_}, "{each.name}")'


def _made(function: owned.Owned, each: owned.Output) -> str:
    name = f"{_name(each.name)}_given"
    if each.role == "number":
        return name
    guard = f", {_name(function.guard)}" if function.guard and each.kind == "receive" else ""
    return f"Machport::Rights.{'own' if each.role == 'owned' else 'borrow'}(Machport::{each.class_}, {name}{guard})"
