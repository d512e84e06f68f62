"""The functions of a definition for Go, with its words in their types.

SPDX-License-Identifier: MIT OR Apache-2.0

What is borrowed or consumed is a right; whose handle is closed is what the word says. What is owned comes back as a right. A
function that these words do not say whole is left to the types written by hand, as is one that waits, for a name is used under a
lock; and one without rights to the raw layer.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..ir import Definition, Param
from ..shape import Call, Value, call, is_sayable
from . import go_shims
from .go import POINTER, imports, room, written
from .go_words import SCALARS, docs, function_docs, header, include, private, public

KINDS = {
    "send": "SendRight",
    "send_once": "SendOnceRight",
    "receive": "ReceiveRight",
    "port_set": "PortSet",
    "dead_name": "DeadName",
}


@dataclass
class Parts:
    """A function under construction."""

    inputs: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    arguments: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    # Results that C has not, and what they are.
    beside: list[tuple[str, str]] = field(default_factory=list)


def calls(definition: Definition) -> str:
    made = [each for each in (call(definition, f) for f in definition.functions if is_sayable(definition, f)) if _is_shown(each)]
    arrays = any(v.param.array for each in made for v in each.values.values())
    text = "\n\n".join([*(_function(definition, each) for each in made), *([POINTER] if arrays else [])])
    shims = [go_shims.shim(definition, each, here=True) for each in made]
    package = "machport" if _is_own(definition) else f"{definition.library}calls"
    parts = [header(definition)]
    idea = f"Package {package} has the functions of {definition.header} whose words types can say."
    parts.append(f"{'' if _is_own(definition) else docs(idea)}package {package}")
    includes = ["#include <stdint.h>", *([] if _is_own(definition) else ["#include <machport/machport.h>"]), include(definition)]
    parts.append("/*\n" + "\n".join([*includes, *shims]) + f'\n*/\nimport "C"{imports(text)}')
    return "\n\n".join([*parts, *([text] if text else [])]) + "\n"


def _is_shown(call: Call) -> bool:
    rights = any(_is_right(v.param) for v in call.values.values())
    return call.raises and rights and not call.function.blocks


def _is_own(definition: Definition) -> bool:
    return definition.library == "machport"


def _glue(definition: Definition, name: str) -> str:
    return name if _is_own(definition) else f"machport.{name}"


def _is_right(param: Param) -> bool:
    """Whether Go's caller sees a right, and no number."""
    kinds = KINDS if param.direction == "out" else {**KINDS, "any": "Right"}
    return param.kind in kinds and param.verb != "plain"


def _function(definition: Definition, call: Call) -> str:
    parts = Parts()
    for value in call.values.values():
        if value.param.direction == "in":
            _input(definition, value, parts)
        elif value.param.array:
            _array(definition, value, parts)
        else:
            _output(definition, value, parts)
    name = public(definition, call.function.name)
    takes = any(v.param.verb.startswith("consumed") for v in call.inputs)
    arguments = ", ".join(["C.uint64_t(l.Epoch())", *parts.arguments])
    lines = [
        f"l := {_glue(definition, 'LendToTake' if takes else 'Lend')}()",
        "defer l.Done()",
        *parts.names,
        *(["if err = l.Err(); err != nil {", "\treturn", "}"] if parts.names else []),
        *parts.before,
        f"r := C.{go_shims.called(call)}({arguments})",
        *parts.taken,
        *parts.after,
        "if r.status != 0 {",
        f"\terr = raw.Failure({', '.join(['raw.Status(r.status)', *parts.told])})",
        "}",
        "return",
    ]
    told = function_docs(name, call, parts.beside)
    head = f"func {name}({', '.join(parts.inputs)}) ({', '.join([*parts.results, 'err error'])}) {{"
    return told + head + "\n" + "".join(f"\t{line}\n" for line in lines) + "}"


def _number(definition: Definition, type_: str) -> str:
    return "raw.Status" if definition.is_status(type_) else SCALARS[definition.base(type_)]


def _input(definition: Definition, value: Value, parts: Parts) -> None:
    param, name = value.param, private(value.param.name)
    type_ = definition.base(param.type)
    if not _is_right(param):
        parts.inputs.append(f"{name} {_number(definition, param.type)}")
        parts.arguments.append(f"C.{type_}({name})")
        return
    kind = _glue(definition, KINDS.get(param.kind, "Right"))
    parts.inputs.append(f"{name} {'*' if param.kind in KINDS else ''}{kind}")
    asked = ("Name" if param.verb == "borrowed" else "Consumed") + ("OrNull" if param.nullable else "")
    parts.names.append(f"{name}Name := l.{asked}({name})")
    parts.arguments.append(f"C.{type_}({name}Name)")
    if param.verb != "borrowed":
        when = "r.called" if param.verb == "consumed" else "r.status == 0"
        parts.taken += [f"if {when} {{", f"\tl.Take({name})", "}"]


def _array(definition: Definition, value: Value, parts: Parts) -> None:
    name = private(value.param.name)
    parts.results.append(f"{name} []{_number(definition, value.param.type)}")
    parts.told.append(name)
    parts.before.append(room(definition, value))
    parts.arguments.append(f"(*C.{definition.base(value.param.type)})(pointer({name}))")
    parts.after += written(definition, value)


def _output(definition: Definition, value: Value, parts: Parts) -> None:
    param, name = value.param, private(value.param.name)
    number = f"{_number(definition, param.type)}(r.out_{param.name})"
    if _is_right(param):
        kind = KINDS[param.kind]
        verb = "Own" if param.verb == "owned" else "Borrow"
        parts.results.append(f"{name} *{_glue(definition, kind)}")
        made = f"{_glue(definition, verb + kind)}({number}, uint64(r.epoch))"
    else:
        parts.results.append(f"{name} {_number(definition, param.type)}")
        made = number
    parts.after.insert(0, f"{name} = {made}")
    parts.told.append(name)
    if _is_right(param) and param.maybe_dead:
        parts.results.append(f"{name}Dead bool")
        parts.after.append(f"{name}Dead = {number} == raw.DEAD")
        parts.told.append(f"{name}Dead")
        parts.beside.append((f"{name}Dead", f"whether it is DEAD: there is no {name} then"))
