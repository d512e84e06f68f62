"""A definition for Go: its constants, structs and functions, with results in the place of out-parameters, above SWIG's half.

SPDX-License-Identifier: MIT OR Apache-2.0

A native function has one result: the status, and in its upper half the one integer that the call gives, where it has room there.
What else comes back is written where Go says, into memory that looks as C's does.
"""

from __future__ import annotations

import re

from ..ir import Definition
from ..shape import Call, Value, calls
from ..words import Refused
from . import go_structs
from .go_words import (
    SCALARS,
    constant,
    docs,
    function_docs,
    glue,
    header,
    is_told,
    native,
    package,
    private,
    public,
    qualified,
    result,
    scalar,
)

POINTER = """// pointer is where the elements lie. None lie somewhere too: NULL is refused.
func pointer[T any](elements []T) unsafe.Pointer {
	if len(elements) == 0 {
		return unsafe.Pointer(&nowhere)
	}
	return unsafe.Pointer(&elements[0])
}

var nowhere uint64"""


def layer(definition: Definition, module: str = "") -> str:
    """The package; module is the path of the Go module that it lies in, where that is not called as the library is."""
    made = calls(definition)
    body = [
        *(
            f"{docs(c.doc)}const {constant(definition, c.name)} {scalar(definition, c.type)} = {c.value}"
            for c in definition.constants
        ),
        *(
            f"{docs(s.text)}const {constant(definition, s.constant)} {qualified(definition, 'Status')} = {s.value}"
            for s in definition.statuses
        ),
        *(go_structs.struct(definition, s) for s in definition.structs),
        *(_function(definition, call) for call in made),
        _check(definition),
        POINTER if any(v.param.array for c in made for v in c.values.values()) else "",
    ]
    _distinct(definition)
    text = "\n\n".join(part for part in body if part)
    idea = f"Package {package(definition)} has what {definition.header} defines. Constants are spelled as C does."
    opening = f"{docs(idea)}package {package(definition)}"
    own = f"{module or definition.library}/internal/{glue(package(definition))}"
    return f"{header(definition)}\n\n{opening}{imports(text, own)}\n\n{text}\n"


def imports(text: str, glue: str) -> str:
    """Of the packages that are ever used, those that are."""
    used = [
        path
        for path in sorted(("fmt", "machport", "machport/raw", "strings", "unsafe", glue))
        if re.search(rf"\b{path.rpartition('/')[2]}\.[A-Z]", text)
    ]
    return "\n\nimport (\n" + "".join(f'\t"{path}"\n' for path in used) + ")" if used else ""


def _distinct(definition: Definition) -> None:
    """Names that differ in C could be one in Go."""
    constants = [*(c.name for c in definition.constants), *(s.constant for s in definition.statuses)]
    others = [*(f.name for f in definition.functions), *(s.name for s in definition.structs)]
    seen: dict[str, str] = {}
    for word in [*constants, *others]:
        name = constant(definition, word) if word in constants else public(definition, word)
        other = seen.setdefault(name, word)
        if other != word:
            raise Refused(f"{word} and {other} are both {name} in Go")


def _check(definition: Definition) -> str:
    """A package that was made for another definition than its library's must not be called."""
    function = f"{definition.library}_definition_hash"
    if not any(f.name == function for f in definition.functions):
        return ""
    return f"""func init() {{
	const madeFor uint64 = {definition.hash}
	if answered, err := DefinitionHash(); err != nil || answered != madeFor {{
		panic(fmt.Sprintf("{package(definition)} was made for the definition %#016x, but the library answers %#016x: "+
			"install the library that belongs to it, and see that no other is found before it", madeFor, answered))
	}}
}}"""


def _function(definition: Definition, call: Call) -> str:
    name = public(definition, call.function.name)
    told = function_docs(name, call)
    parameters = ", ".join(f"{private(v.param.name)} {go_type(definition, v)}" for v in call.inputs)
    arguments = [argument for v in call.values.values() for argument in _argument(definition, call, v)]
    called = f"{native(package(definition), call.function.name)}({', '.join(arguments)})"
    before = [line for v in call.values.values() for line in _before(definition, call, v)]
    if not call.raises:
        returns = {"void": "", "text": " string"}.get(call.returns, f" {SCALARS.get(call.returns)}")
        lines = [*before, f"return {called}" if returns else called]
    else:
        results = "".join(f"{result(v.param)} {go_type(definition, v)}, " for v in call.results)
        lines = [*before, *_called(definition, call, called)]
        lines += [line for v in sorted(call.results, key=lambda v: v.param.array) for line in _after(definition, v)]
        given = ", ".join([qualified(definition, "Status") + "(told)", *(result(v.param) for v in call.results)])
        lines += ["if int32(told) != 0 {", f"\terr = {qualified(definition, 'Failure')}({given})", "}", "return"]
        returns = f" ({results}err error)"
    body = "".join(f"\t{line}\n" for line in lines)
    return f"{told}func {name}({parameters}){returns} {{\n{body}}}"


def _called(definition: Definition, call: Call, called: str) -> list[str]:
    lines = [f"told := {called}"]
    if is_told(call):
        value = call.results[0]
        lines.append(f"{result(value.param)} = {upper(scalar(definition, value.param.type))}")
    return lines


def upper(type_: str) -> str:
    """The result that came with the status."""
    return f"{type_}(told >> 32)"


def go_type(definition: Definition, value: Value) -> str:
    param = value.param
    if value.form in ("text", "bytes"):
        return {"text": "string", "bytes": "[]byte"}[value.form]
    one = public(definition, value.struct) if value.struct else scalar(definition, param.type)
    if param.array:
        return f"[]{one}"
    return f"*{one}" if value.struct and param.nullable else one


def _before(definition: Definition, call: Call, value: Value) -> list[str]:
    param, name = value.param, private(value.param.name)
    if value.form == "text":
        refused = _refusal(definition, call, f"{name} has a NUL, at which C would end it")
        return [f"if strings.IndexByte({name}, 0) >= 0 {{", *(f"\t{line}" for line in refused), "}"]
    if param.array and param.direction == "out":
        return [room(definition, value)]
    if param.array:
        # Also what only goes in: cgo refuses an address whose surroundings, which are the caller's, have a pointer of Go's.
        return [f"{result(param)} = append({go_type(definition, value)}(nil), {name}...)"]
    if value.struct:
        return _struct_before(definition, value)
    return [f"{result(param)} = {name}"] if param.direction == "inout" else []


def _struct_before(definition: Definition, value: Value) -> list[str]:
    """What C writes into is Go's own struct, or the one that lies as C's does."""
    param, name, one = value.param, private(value.param.name), public(definition, value.struct)
    struct = definition.struct(value.struct)
    assert struct is not None
    other = go_structs.is_other(definition, struct)
    maybe = param.nullable and param.direction == "inout"
    if not other:
        made = [f"if {name} != nil {{", f"\t{result(param)} = new({one})", f"\t*{result(param)} = *{name}", "}"]
        return made if maybe else [f"{result(param)} = {name}"] if param.direction == "inout" else []
    if maybe:
        return [f"var {name}InC *{go_structs.in_c(one)}", f"if {name} != nil {{", f"\tc := {name}.c()", f"\t{name}InC = &c", "}"]
    given = f"{one}{{}}" if param.direction == "out" else name
    return [f"{name}InC := {given}.c()"]


def _refusal(definition: Definition, call: Call, why: str) -> list[str]:
    if not call.raises:
        return [f'panic("{why}")']
    return [f"err = {qualified(definition, 'Failure')}({qualified(definition, 'KERN_INVALID_ARGUMENT')})", "return"]


def _argument(definition: Definition, call: Call, value: Value) -> list[str]:
    param, name = value.param, private(value.param.name)
    if param.name in call.lengths:
        return [f"uint(len({private(call.lengths[param.name])}))"]
    if value.form == "text":
        return [name]
    if param.array:
        return [f"pointer({result(param)})"]
    if value.struct:
        return [_struct_argument(definition, value)]
    if param.direction == "in":
        return [f"{SCALARS[value.scalar]}({name})" if definition.is_status(param.type) else name]
    return [] if is_told(call) else [f"unsafe.Pointer(&{result(param)})"]


def _struct_argument(definition: Definition, value: Value) -> str:
    param, struct = value.param, definition.struct(value.struct)
    assert struct is not None
    own = f"{private(param.name)}InC" if go_structs.is_other(definition, struct) else result(param)
    return f"unsafe.Pointer({'' if param.nullable and param.direction == 'inout' else '&'}{own})"


def _after(definition: Definition, value: Value) -> list[str]:
    param, struct = value.param, definition.struct(value.struct)
    if param.array:
        return written(definition, value) if param.direction == "out" else []
    if struct is None or not go_structs.is_other(definition, struct):
        return []
    own = f"{private(param.name)}InC"
    if param.nullable and param.direction == "inout":
        shown = f"\t*{result(param)} = {own}.shown()"
        return [f"if {own} != nil {{", f"\t{result(param)} = new({public(definition, struct.name)})", shown, "}"]
    return [f"{result(param)} = {own}.shown()"]


def room(definition: Definition, value: Value) -> str:
    """An array that comes out has as much room as its caller says."""
    return f"{private(value.param.name)} = make({go_type(definition, value)}, {private(value.param.sized_by)})"


def written(definition: Definition, value: Value) -> list[str]:
    """So many of it were written."""
    if not value.param.counted_by:
        return []
    holder, _, member = value.param.counted_by.partition(".")
    array, count = private(value.param.name), private(holder) + (f".{public(definition, member)}" if member else "")
    return [f"if uint64({count}) < uint64(len({array})) {{", f"\t{array} = {array}[:{count}]", "}"]
