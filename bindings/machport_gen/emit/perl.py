"""The functions of a definition for Perl, with owned rights: see owned.py.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import textwrap

from ..ir import Definition
from . import owned


def module(definition: Definition) -> str:
    made = owned.functions(definition)
    own = definition.library == "machport"
    name = "".join(word.capitalize() for word in definition.library.split("_"))
    head = (
        f"# Every function of {definition.header} that owned rights can say, and the methods that they are.\n"
        f"# Generated {definition.generated}.\npackage {name}::Calls;\nuse strict;\nuse warnings;\n"
        f"use {name}::Raw;\nuse Machport::Rights;\n"
    )
    raw = f"{name}::Raw"
    # Aliases before the subs themselves are compiled would be of nothing: they are made when all is.
    methods = [_method(each) for each in owned.methods(made)] if own else []
    released = owned.releases(made).items() if own else ()
    closing = [f"*Machport::{class_}::release = \\&{raw}::{each.raw};" for class_, each in released]
    parts = [head, *(f"{_function(raw, each)}\n" for each in made), *([*methods, *closing, ""] if own else []), "1;"]
    return "\n".join(parts) + "\n"


def _method(method: owned.Method) -> str:
    target = f"*Machport::{method.class_}::{method.name}"
    if method.makes:
        return f"{target} = sub {{ my $class = shift; Machport::Calls::{method.function.name}(@_) }};"
    return f"{target} = \\&Machport::Calls::{method.function.name};"


def _function(raw: str, each: owned.Owned) -> str:
    docs = [line for told in owned.docs(each) for line in textwrap.wrap(told, 110, subsequent_indent="    ")]
    lines = [f"sub {each.name} {{"]
    names = [f"${i.name}" for i in each.inputs]
    lines.append(f"    @_ == {len(names)} or Machport::Rights::arity('{each.name}', {len(names)}, scalar @_);")
    body = [f"    my ({', '.join(names)}) = @_;"] if names else []
    given = [_given(i) for i in each.inputs]
    called = f"{raw}::{each.raw}("
    if each.consumes:
        given[:0] = [*(_list(each, role) for role in ("consumed", "taken")), f"\\&{raw}::{each.raw}"]
        called = "Machport::Rights::take("
    if any(o.role != "number" for o in each.outputs):
        results = ", ".join(f"${o.name}_given" for o in each.outputs)
        made = [_made(each, o) for o in each.outputs]
        body.append(owned.folded(f"my ({results}) = {called}", given, ");", "    "))
        body.append(
            owned.folded("return ", made, ";", "    ") if len(made) == 1 else owned.folded("return (", made, ");", "    ")
        )
    else:
        body.append(owned.folded(f"return {called}", given, ");", "    "))
    if each.exchanges:
        inner = textwrap.indent("\n".join(body), "    ")
        body = ["    return Machport::Rights::undisturbed(sub {", inner, "    }, @_);"]
    lines += body
    return "\n".join([*(f"# {line}" for line in docs), *lines, "}"])


def _list(each: owned.Owned, role: str) -> str:
    return "[" + ", ".join(f"${i.name}" for i in each.inputs if i.role == role) + "]"


def _given(each: owned.Input) -> str:
    if each.role == "number":
        return f"${each.name}"
    function = {"lent": "lent", "optional": "lent_or_raw"}.get(each.role, "owner")
    return f"Machport::Rights::{function}(${each.name}, 'Machport::{each.class_}', '{each.name}')"


def _made(function: owned.Owned, each: owned.Output) -> str:
    if each.role == "number":
        return f"${each.name}_given"
    guard = f", ${function.guard}" if function.guard and each.kind == "receive" else ""
    made = "own" if each.role == "owned" else "borrow"
    return f"Machport::Rights::{made}('Machport::{each.class_}', ${each.name}_given{guard})"
