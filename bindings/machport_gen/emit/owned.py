"""The functions of a definition whose rights are owned values, as languages have them that know no types before they run: Lua,
Ruby, Perl. Each language prints them in its own words.

SPDX-License-Identifier: MIT OR Apache-2.0

What is borrowed is lent by its owner for the call; what is consumed is gone from its owner after it, what is consumed on success
only where the call succeeded; what is owned comes back as an owner. A function that is called for a right is a method, too.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..ir import Definition, Function
from ..shape import Value, call, is_sayable
from . import prose

CLASSES = {
    "send": "SendRight",
    "send_once": "SendOnceRight",
    "receive": "ReceiveRight",
    "port_set": "PortSet",
    "dead_name": "DeadName",
}
"""The owned type of each kind. A right of any kind is a Right."""
NOUNS = {"send": "send_right", "send_once": "send_once_right", "receive": "receive_right"}
GUARD = "machport_guard_t"


@dataclass
class Input:
    """An argument. role: number (or whatever is no right), lent, optional (a right, a raw name, or nothing), consumed, taken (on
    success)."""

    name: str
    role: str
    kind: str = ""

    @property
    def class_(self) -> str:
        return CLASSES.get(self.kind, "Right")


@dataclass
class Output:
    """A result. role: number, owned, borrowed."""

    name: str
    role: str
    kind: str = ""
    maybe_nothing: bool = False

    @property
    def class_(self) -> str:
        return CLASSES[self.kind]


@dataclass
class Owned:
    """A function. `raw` is its name in the raw layer, `guard` the argument that a receive right is guarded by afterwards."""

    function: Function
    name: str
    raw: str
    inputs: list[Input] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    guard: str = ""

    @property
    def consumes(self) -> bool:
        return any(each.role in ("consumed", "taken") for each in self.inputs)

    @property
    def exchanges(self) -> bool:
        """Whether it takes rights and gives others: nothing may come in between."""
        return self.consumes and any(each.role == "owned" for each in self.outputs)


@dataclass
class Method:
    """A function that is called for its first argument, or one that makes a right of a class."""

    class_: str
    name: str
    function: Owned
    makes: bool = False


def functions(definition: Definition) -> list[Owned]:
    return [_owned(definition, f) for f in definition.functions if is_sayable(definition, f)]


def raw_name(name: str) -> str:
    """As the typemaps rename it."""
    return name.removeprefix("machport_").removeprefix("mach_embedded_")


def methods(made: list[Owned]) -> list[Method]:
    found = []
    for each in made:
        first = each.inputs[0] if each.inputs else None
        for kind, class_ in CLASSES.items():
            noun = f"{NOUNS.get(kind, kind)}_"
            makes = not any(i.kind for i in each.inputs) and [o.kind for o in each.outputs] == [kind]
            if makes and each.name == f"{noun}new":
                found.append(Method(class_, "new", each, makes=True))
            elif first and first.role not in ("number", "optional") and first.kind == kind and each.name != f"{noun}release":
                found.append(Method(class_, each.name.removeprefix(noun), each))
        if first and first.kind == "any" and first.role == "lent":
            found.append(Method("Right", each.name, each))
    return found


def releases(made: list[Owned]) -> dict[str, Owned]:
    """What closes a right of each class."""
    named = {each.name: each for each in made}
    return {
        class_: named[f"{NOUNS.get(kind, kind)}_release"]
        for kind, class_ in CLASSES.items()
        if f"{NOUNS.get(kind, kind)}_release" in named
    }


def folded(head: str, items: list[str], tail: str, indent: str) -> str:
    """A line of source, or one for each item where it would be long. No language needs a comma after the last."""
    line = f"{indent}{head}{', '.join(items)}{tail}"
    return line if len(line) <= prose.LINE else f"{indent}{head}" + f",\n{indent}    ".join(items) + tail


def docs(each: Owned) -> list[str]:
    """What the definition says of a function: its sentence, and a line for each argument and result."""
    shown = {p.name: p for p in each.function.params}
    lines = [each.function.doc]
    places: list[Input | Output] = [*each.inputs, *each.outputs]
    for place in places:
        param = shown[place.name]
        told = f"{param.doc} ({prose.owner(param)})" if prose.owner(param) else param.doc
        lines += [f"{place.name}: {told}"] if told else []
    return lines


def _owned(definition: Definition, function: Function) -> Owned:
    shaped = call(definition, function)
    made = Owned(function, function.name.removeprefix(f"{definition.library}_"), raw_name(function.name))
    made.inputs = [_input(value) for value in shaped.inputs]
    made.outputs = [_output(value) for value in shaped.results]
    guards = [value.param.name for value in shaped.inputs if value.param.type == GUARD]
    if guards and any(each.kind == "receive" and each.role == "owned" for each in made.outputs):
        made.guard = guards[0]
    return made


def _input(value: Value) -> Input:
    param = value.param
    if not param.kind or param.kind == "raw" or param.verb == "plain":
        return Input(param.name, "number")
    if param.verb == "borrowed":
        return Input(param.name, "optional" if param.nullable else "lent", param.kind)
    return Input(param.name, "consumed" if param.verb == "consumed" else "taken", param.kind)


def _output(value: Value) -> Output:
    param = value.param
    if param.array or param.verb not in ("owned", "borrowed") or param.kind not in CLASSES:
        return Output(param.name, "number")
    return Output(param.name, param.verb, param.kind, param.nullable or param.maybe_dead)
