"""What becomes of the rights that a call gave where no result can be made of them, as when a signal's handler raises meanwhile:
a C function releases them. The words say which they are: what comes out, OWNED or PER_ELEMENT, in the struct that the
definition's rights_release takes; and what notification_decode finds that the bytes of a message hand over.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from ..ir import Definition, Function
from ..shape import Call, Value, caller_name

OWNERS = ("owned", "per_element")


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
    """What the C function takes: those results, what may be a notification, and the sizes of arrays."""
    held = {*dropped(definition, call), *(v.param.name for v in _notification(definition, call))}
    sizes = {call.values[result].param.sized_by for result in held}
    return [value for value in call.values.values() if value.param.name in held or value.param.name in sizes]


def released(definition: Definition, call: Call) -> list[str]:
    """The C statements that do it, where every parameter has its name."""
    places = [place for each in dropped(definition, call).values() for place in each]
    rights = [f"(void){definition.library}_rights_release({where}, {count});" for where, count in places]
    return [*_handed_over(definition, call), *rights]


def _notification(definition: Definition, call: Call) -> list[Value]:
    """The results of a call that notification_decode takes: a message, its bytes, its rights. Empty where it gives no message."""
    decode = _decode(definition)
    if decode is None:
        return []
    wanted = [p.type for p in decode.params if p.pointer][:3]
    found = [next((v for v in call.results if v.param.type == type and v.param.direction == "out"), None) for type in wanted]
    return [v for v in found if v] if all(found) else []


def _decode(definition: Definition) -> Function | None:
    return next((f for f in definition.functions if f.name == f"{definition.library}_notification_decode"), None)


def _handed_over(definition: Definition, call: Call) -> list[str]:
    """The unit that a notification hands over is in its bytes, or moves out of its rights."""
    results, decode = _notification(definition, call), _decode(definition)
    if decode is None or not results:
        return []
    message, data, rights = (v.name for v in results)
    (size, room), (count, places) = ((v.param.counted_by.replace(".", "->"), v.param.sized_by) for v in results[1:])
    said = decode.params[-1].type
    arguments = f"{message}, {data}, (size_t){size}, {rights}, (size_t){count}, &said"
    return [
        f"{said} said;",
        "said.struct_size = (uint32_t)sizeof said;",
        f"if ({size} <= {room} && {count} <= {places} &&",
        f"    {decode.name}({arguments}) == 0)",
        f"    (void){release(definition)}(said.kind, said.name, 0);",
    ]


def given(definition: Definition, call: Call, places: dict[str, str]) -> list[str]:
    """What releases the owned names that a call gives, each in a variable of its own: for each the arguments in C; places: what
    C calls the parameters. Where an input tells the kind, the unit was the caller's before, and stays it."""
    if not any(f.name == release(definition) for f in definition.functions):
        return []
    guard = next((places[v.param.name] for v in guards(definition, call)), "0")
    kinds = {v.param.name: _kind(definition, call, v, places) for v in call.results if v.form == "integer"}
    return [f"{kind}, {places[name]}, {guard}" for name, kind in kinds.items() if kind]


def guards(definition: Definition, call: Call) -> list[Value]:
    """The guard that a receive right was given, and needs to be destroyed."""
    return [v for v in call.inputs if v.param.type == f"{definition.library}_guard_t"]


def release(definition: Definition) -> str:
    """The function that does it."""
    return f"{definition.library}_release"


def _kind(definition: Definition, call: Call, value: Value, places: dict[str, str]) -> str:
    param = value.param
    if param.direction != "out" or param.verb != "owned" or param.kind == "raw":
        return ""
    if param.kind != "any":
        return f"{definition.library.upper()}_KIND_{param.kind.upper()}"
    told = [p for p in call.function.params if p.type == f"{definition.library}_kind_t" and p.direction == "out"]
    return places[told[0].name] if told else ""
