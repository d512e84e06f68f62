"""What becomes of the rights that a call gave where no result can be made of them, as when a signal's handler raises meanwhile:
a C function releases them. The words say which they are: what comes out, OWNED or PER_ELEMENT, in the struct that the
definition's rights_release takes.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from ..ir import Definition
from ..shape import Call, Value, caller_name

OWNERS = ("owned", "per_element")


def name(call: Call) -> str:
    return f"{call.function.name}_drop"


def dropped(definition: Definition, call: Call) -> dict[str, list[tuple[str, str]]]:
    """The results that hold rights: for each where they lie in C, and how many."""
    releases = next((f for f in definition.functions if f.name == f"{definition.library}_rights_release"), None)
    if releases is None:
        return {}
    right = releases.params[0].type
    made = {v.param.name: _places(definition, right, v) for v in call.results if v.param.direction == "out"}
    return {result: places for result, places in made.items() if places}


def _places(definition: Definition, right: str, value: Value) -> list[tuple[str, str]]:
    if value.struct == right:
        owns = value.param.verb in OWNERS
        return [(value.name, caller_name(value.param.sized_by) if value.param.array else "1")] if owns else []
    described = definition.struct(value.struct) if value.struct and not value.param.array else None
    fields = described.fields if described else []
    return [(f"&{value.name}->{caller_name(f.name)}", "1") for f in fields if f.type == right and f.verb in OWNERS]


def taken(definition: Definition, call: Call) -> list[Value]:
    """What the C function takes: those results, and the sizes of arrays."""
    held = dropped(definition, call)
    sizes = {call.values[result].param.sized_by for result in held}
    return [value for value in call.values.values() if value.param.name in held or value.param.name in sizes]


def released(definition: Definition, call: Call) -> list[str]:
    """The C statements that do it, where every parameter has its name."""
    places = [place for each in dropped(definition, call).values() for place in each]
    return [f"(void){definition.library}_rights_release({where}, {count});" for where, count in places]


def given(definition: Definition, call: Call, places: dict[str, str]) -> list[str]:
    """The C statements that release the owned names which a call gives, each in a variable of its own; places: what C calls the
    parameters. Where an input tells the kind, the unit was the caller's before, and stays it."""
    release = f"{definition.library}_release"
    if not any(f.name == release for f in definition.functions):
        return []
    guards = [p for p in call.function.params if p.type == f"{definition.library}_guard_t" and p.direction == "in"]
    guard = places[guards[0].name] if guards else "0"
    kinds = {v.param.name: _kind(definition, call, v, places) for v in call.results if v.form == "integer"}
    return [f"(void){release}({kind}, {places[name]}, {guard});" for name, kind in kinds.items() if kind]


def _kind(definition: Definition, call: Call, value: Value, places: dict[str, str]) -> str:
    param = value.param
    if param.direction != "out" or param.verb != "owned" or param.kind == "raw":
        return ""
    if param.kind != "any":
        return f"{definition.library.upper()}_KIND_{param.kind.upper()}"
    told = [p for p in call.function.params if p.type == f"{definition.library}_kind_t" and p.direction == "out"]
    return places[told[0].name] if told else ""


def function(definition: Definition, call: Call) -> str:
    """The C function that cffi calls."""
    casts = [f"{v.struct} *{v.name} = {v.name}_;" for v in taken(definition, call) if v.struct]
    body = "".join(f"    {line}\n" for line in [*casts, *released(definition, call)])
    return f"static {_declared(definition, call, '_')}\n{{\n{body}}}"


def prototype(definition: Definition, call: Call) -> str:
    """As cffi reads it."""
    return f"{_declared(definition, call)};"


def _declared(definition: Definition, call: Call, suffix: str = "") -> str:
    parameters = [
        f"void *{v.name}{suffix}" if v.struct else f"{definition.base(v.param.type)} {v.name}" for v in taken(definition, call)
    ]
    return f"void {name(call)}({', '.join(parameters)})"
