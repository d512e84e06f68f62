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
from .go import POINTER, imports, room, upper, written
from .go_words import SCALARS, docs, function_docs, glue, header, is_told, native, private, public

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


def calls(definition: Definition, module: str = "") -> str:
    """The package; module is the path of the Go module that it lies in, where that is not called as the library is."""
    made = [each for each in (call(definition, f) for f in definition.functions if is_sayable(definition, f)) if _is_shown(each)]
    arrays = any(v.param.array for each in made for v in each.values.values())
    text = "\n\n".join([*(_function(definition, each) for each in made), *([POINTER] if arrays else [])])
    own = package(definition)
    idea = f"Package {own} has the functions of {definition.header} whose words types can say."
    opening = f"{'' if _is_own(definition) else docs(idea)}package {own}"
    opening += imports(text, f"{module or definition.library}/internal/{glue(own)}")
    return "\n\n".join([header(definition), opening, *([text] if text else [])]) + "\n"


def package(definition: Definition) -> str:
    return "machport" if _is_own(definition) else f"{definition.library}calls"


def _is_shown(call: Call) -> bool:
    return call.raises and any(_is_right(v.param) for v in call.values.values()) and not call.function.blocks


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
            _output(definition, call, value, parts)
    name = public(definition, call.function.name)
    takes = any(v.param.verb.startswith("consumed") for v in call.inputs)
    arguments = ", ".join(["l.Epoch()", *parts.arguments])
    called = f"{native(package(definition), f'{call.function.name}_here')}({arguments})"
    lines = [
        f"l := {_glue(definition, 'LendToTake' if takes else 'Lend')}()",
        "defer l.Done()",
        *parts.names,
        *(["if err = l.Err(); err != nil {", "\treturn", "}"] if parts.names else []),
        *parts.before,
        *_called(call, called),
        *parts.taken,
        *parts.after,
        "if answered != raw.KERN_SUCCESS {",
        f"\terr = raw.Failure({', '.join(['answered', *parts.told])})",
        "}",
        "return",
    ]
    said = function_docs(name, call, parts.beside)
    head = f"func {name}({', '.join(parts.inputs)}) ({', '.join([*parts.results, 'err error'])}) {{"
    return said + head + "\n" + "".join(f"\t{line}\n" for line in lines) + "}"


def _called(call: Call, called: str) -> list[str]:
    """The call, in the epoch of the rights that it is given; else in any, which is then known for those that it gives."""
    rights = [v.param for v in call.values.values() if _is_right(v.param)]
    known = any(p.direction == "in" and not p.nullable for p in rights) or all(p.direction == "in" for p in rights)
    if known:
        return [f"told := {called}", "answered := l.Answer(int32(told))"]
    type_ = "uint64" if len(call.results) == 1 and call.results[0].form == "integer" else "int32"
    made = [f"\ttold = {called}", "\tanswered = l.Answer(int32(told))"]
    return [f"var told {type_}", "var answered raw.Status", "for l.Again() {", *made, "}"]


def _number(definition: Definition, type_: str) -> str:
    return "raw.Status" if definition.is_status(type_) else SCALARS[definition.base(type_)]


def _input(definition: Definition, value: Value, parts: Parts) -> None:
    param, name = value.param, private(value.param.name)
    if not _is_right(param):
        parts.inputs.append(f"{name} {_number(definition, param.type)}")
        parts.arguments.append(f"int32({name})" if definition.is_status(param.type) else name)
        return
    kind = _glue(definition, KINDS.get(param.kind, "Right"))
    parts.inputs.append(f"{name} {'*' if param.kind in KINDS else ''}{kind}")
    asked = ("Name" if param.verb == "borrowed" else "Consumed") + ("OrNull" if param.nullable else "")
    parts.names.append(f"{name}Name := l.{asked}({name})")
    parts.arguments.append(f"{name}Name")
    if param.verb != "borrowed":
        when = "l.Called()" if param.verb == "consumed" else "answered == raw.KERN_SUCCESS"
        parts.taken += [f"if {when} {{", f"\tl.Take({name})", "}"]


def _array(definition: Definition, value: Value, parts: Parts) -> None:
    name = private(value.param.name)
    parts.results.append(f"{name} []{_number(definition, value.param.type)}")
    parts.told.append(name)
    parts.before.append(room(definition, value))
    parts.arguments.append(f"pointer({name})")
    parts.after += written(definition, value)


def _output(definition: Definition, call: Call, value: Value, parts: Parts) -> None:
    param, name = value.param, private(value.param.name)
    type_, right = _number(definition, param.type), _is_right(param)
    number = f"{name}Number" if right else name
    parts.results.append(f"{name} {f'*{_glue(definition, KINDS[param.kind])}' if right else type_}")
    if right:
        made = _glue(definition, ("Own" if param.verb == "owned" else "Borrow") + KINDS[param.kind])
        parts.after.insert(0, f"{name} = {made}({number}, l.Epoch())")
    if is_told(call):
        parts.after.insert(0, f"{number} {':=' if right else '='} {upper(type_)}")
    else:
        parts.before += [f"var {number} {type_}"] if right else []
        parts.arguments.append(f"unsafe.Pointer(&{number})")
    parts.told.append(name)
    if right and param.maybe_dead:
        parts.results.append(f"{name}Dead bool")
        parts.after.append(f"{name}Dead = {number} == raw.DEAD")
        parts.told.append(f"{name}Dead")
        parts.beside.append((f"{name}Dead", f"whether it is DEAD: there is no {name} then"))
