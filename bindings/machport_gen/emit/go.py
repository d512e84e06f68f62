"""A definition for Go: its constants, structs and functions, with results in the place of out-parameters. Through cgo.

SPDX-License-Identifier: MIT OR Apache-2.0

SWIG's functions for Go have one result each, and call their parameters arg1 and arg2: so the calls are emitted here.
"""

from __future__ import annotations

import re

from ..ir import STRUCT_SIZE, Definition, Field, Struct
from ..shape import Call, Value, calls
from ..words import Refused
from . import go_shims, prose
from .go_words import (
    constant,
    docs,
    field_in_c,
    function_docs,
    header,
    include,
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


def layer(definition: Definition) -> str:
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
        *(_struct(definition, s) for s in definition.structs),
        *(_function(definition, call) for call in made),
        _check(definition),
        POINTER if any(v.param.array for c in made for v in c.values.values()) else "",
    ]
    _distinct(definition)
    text = "\n\n".join(part for part in body if part)
    idea = f"Package {package(definition)} has what {definition.header} defines. Constants are spelled as C does."
    return f"{header(definition)}\n\n{_opening(definition, idea, made, text)}\n\n{text}\n"


def _opening(definition: Definition, idea: str, made: list[Call], text: str) -> str:
    """The package, the C that its functions call, and what is imported."""
    shims = [go_shims.shim(definition, call) for call in made if go_shims.is_shimmed(call)]
    preamble = "\n".join(["#include <stdint.h>\n#include <stdlib.h>", include(definition), *shims])
    return f'{docs(idea)}package {package(definition)}\n\n/*\n{preamble}\n*/\nimport "C"{imports(text)}'


def imports(text: str) -> str:
    """Of the packages that are ever used, those that are."""
    used = [
        path
        for path in ("fmt", "machport", "machport/raw", "strings", "unsafe")
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


def _struct(definition: Definition, struct: Struct) -> str:
    name, fields = public(definition, struct.name), [f for f in struct.fields if f.name != STRUCT_SIZE]
    lines = "\n".join(f"{docs(_owned(f), chr(9))}\t{public(definition, f.name)} {_field_type(definition, f)}\n" for f in fields)
    sized = [f"{STRUCT_SIZE}: C.sizeof_{struct.name}"] if len(fields) != len(struct.fields) else []
    from_c = ", ".join(_from_c(definition, f.type, f"c.{field_in_c(f.name)}") for f in fields)
    to_c = ", ".join(
        [*sized, *(f"{field_in_c(f.name)}: {_to_c(definition, f.type, f'v.{public(definition, f.name)}')}" for f in fields)]
    )
    parts = [
        f"{docs(struct.doc)}type {name} struct {{\n{lines.rstrip()}\n}}",
        f"func from{name}(c C.{struct.name}) {name} {{\n\treturn {name}{{{from_c}}}\n}}",
        f"func (v {name}) c() C.{struct.name} {{\n\treturn C.{struct.name}{{{to_c}}}\n}}",
    ]
    if not sized:
        parts.append(
            f"// An array of them is one of C's.\nvar _ [C.sizeof_{struct.name}]byte = [unsafe.Sizeof({name}{{}})]byte{{}}"
        )
    return "\n\n".join(parts)


def _owned(field: Field) -> str:
    told = prose.owner(field)
    return f"{field.doc} ({told})" if told else field.doc


def _field_type(definition: Definition, field: Field) -> str:
    return public(definition, field.type) if definition.struct(field.type) else scalar(definition, field.type)


def _from_c(definition: Definition, type_: str, expression: str) -> str:
    if definition.struct(type_):
        return f"from{public(definition, type_)}({expression})"
    return f"{scalar(definition, type_)}({expression})"


def _to_c(definition: Definition, type_: str, expression: str) -> str:
    return f"{expression}.c()" if definition.struct(type_) else f"C.{definition.base(type_)}({expression})"


def _function(definition: Definition, call: Call) -> str:
    name = public(definition, call.function.name)
    told = function_docs(name, call)
    parameters = ", ".join(f"{private(v.param.name)} {go_type(definition, v)}" for v in call.inputs)
    if not call.raises:
        return f"{told}func {name}({parameters}){_returned(definition, call)}"
    results = "".join(f"{result(v.param)} {go_type(definition, v)}, " for v in call.results)
    called = f"r := C.{go_shims.called(call)}({', '.join(_arguments(definition, call))})"
    lines = [*_before(definition, call), called, *_after(definition, call)]
    given = "".join(f", {result(v.param)}" for v in call.results)
    failure = qualified(definition, "Failure")
    lines += ["if r.status != 0 {", f"\terr = {failure}({qualified(definition, 'Status')}(r.status){given})", "}", "return"]
    body = "".join(f"\t{line}\n" for line in lines)
    return f"{told}func {name}({parameters}) ({results}err error) {{\n{body}}}"


def _returned(definition: Definition, call: Call) -> str:
    """A function whose answer is no status."""
    called = f"C.{go_shims.called(call)}({', '.join(_arguments(definition, call))})"
    type_ = scalar(definition, call.function.returns) if call.returns not in ("void", "text") else ""
    answer = {"void": called, "text": f"return C.GoString({called})"}.get(call.returns, f"return {type_}({called})")
    returns = {"void": "", "text": " string"}.get(call.returns, f" {type_}")
    body = "".join(f"\t{line}\n" for line in [*_before(definition, call), answer])
    return f"{returns} {{\n{body}}}"


def go_type(definition: Definition, value: Value) -> str:
    param = value.param
    if value.form in ("text", "bytes"):
        return {"text": "string", "bytes": "[]byte"}[value.form]
    one = public(definition, value.struct) if value.struct else scalar(definition, param.type)
    if param.array:
        return f"[]{one}"
    return f"*{one}" if value.struct and param.nullable else one


def _before(definition: Definition, call: Call) -> list[str]:
    lines = []
    for value in call.values.values():
        param, name = value.param, private(value.param.name)
        if value.form == "text":
            lines += [
                f"if strings.IndexByte({name}, 0) >= 0 {{",
                *(f"\t{line}" for line in _refusal(definition, call, f"{name} has a NUL, at which C would end it")),
                "}",
                f"c{name} := C.CString({name})",
                f"defer C.free(unsafe.Pointer(c{name}))",
            ]
        elif param.array and param.direction == "out":
            lines.append(room(definition, value))
        elif param.array and param.direction == "inout":
            lines.append(f"{result(value.param)} = append({go_type(definition, value)}(nil), {name}...)")
        elif value.struct and param.nullable and param.direction == "inout":
            lines += [f"var c{name} C.{value.struct}", f"if {name} != nil {{", f"\tc{name} = {name}.c()", "}"]
    return lines


def _refusal(definition: Definition, call: Call, why: str) -> list[str]:
    if not call.raises:
        return [f'panic("{why}")']
    return [f"err = {qualified(definition, 'Failure')}({qualified(definition, 'KERN_INVALID_ARGUMENT')})", "return"]


def _arguments(definition: Definition, call: Call) -> list[str]:
    arguments: list[str] = []
    for value in call.values.values():
        param, name = value.param, private(value.param.name)
        if param.name in call.lengths:
            arguments.append(f"C.size_t(len({private(call.lengths[param.name])}))")
        elif value.form == "text":
            arguments.append(f"c{name}")
        elif param.array:
            where = f"pointer({result(value.param)})"
            arguments.append(where if value.form == "bytes" else f"(*C.{go_shims.c_type(definition, value)})({where})")
        elif param.direction == "out":
            continue
        elif value.struct and param.nullable:
            arguments += [f"c{name}", f"C._Bool({name} != nil)"]
        else:
            arguments.append(_to_c(definition, param.type, name))
    return arguments


def _after(definition: Definition, call: Call) -> list[str]:
    lines = []
    for value in go_shims.results(call):
        made = _from_c(definition, value.param.type, f"r.out_{value.param.name}")
        if value.struct and value.param.nullable:
            lines += [
                f"if {private(value.param.name)} != nil {{",
                f"\t{result(value.param)} = new({public(definition, value.struct)})",
            ]
            lines += [f"\t*{result(value.param)} = {made}", "}"]
        else:
            lines.append(f"{result(value.param)} = {made}")
    for value in call.results:
        if value.param.array and value.param.direction == "out":
            lines += written(definition, value)
    return lines


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
