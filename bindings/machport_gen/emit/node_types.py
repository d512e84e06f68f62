"""The types of what a definition has for Node, for TypeScript and for editors, with the definition's sentences.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from ..ir import STRUCT_SIZE, Definition, Param, Struct
from ..shape import Call, Value, calls
from . import prose
from .managed import bare, camel, pascal
from .node import constants, function_name, is_wide
from .node_calls import CLASSES, is_right, parameter, typed

WIDTH = 110
TypeOf = Callable[[Definition, Value], str]


def layer(definition: Definition) -> str:
    """Those of the raw layer."""
    structs = "".join(_struct(definition, s) for s in definition.structs)
    values = "".join(_constant(definition, c.name, c.type, c.doc) for c in constants(definition))
    functions = "".join(_function(definition, call, _raw) for call in calls(definition))
    return f"""// The layer of {definition.header}.
// Generated {definition.generated}.
declare namespace layer {{
{structs}  interface Layer {{
{_indented(values + functions)}  }}
}}
declare const layer: layer.Layer;
export = layer;
"""


def functions(definition: Definition) -> str:
    """Those of the functions whose rights have owners."""
    made = "".join(_function(definition, call, _owned) for call in typed(definition))
    package = "../index.js" if definition.library == "machport" else "machport"
    return f"""// What {definition.header} says of rights, with their owners.
// Generated {definition.generated}.
import type {{ DEAD, DeadName, PortSet, Raw, ReceiveRight, Right, SendOnceRight, SendRight }} from '{package}';

export interface Calls {{
{made}}}
"""


def struct_name(definition: Definition, name: str) -> str:
    return pascal(bare(definition, name).removesuffix("_t"))


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())


def _struct(definition: Definition, struct: Struct) -> str:
    fields = "".join(
        f"{_comment([_with_owner(f.doc, prose.owner(f))])}  {camel(f.name)}: {_named(definition, f.type)};\n"
        for f in struct.fields
        if f.name != STRUCT_SIZE
    )
    name = struct_name(definition, struct.name)
    return _indented(f"{_comment([struct.doc], '')}interface {name} {{\n{fields}}}\n")


def _constant(definition: Definition, name: str, type_: str, doc: str) -> str:
    return f"{_comment([doc])}  readonly {bare(definition, name)}: {_named(definition, type_)};\n"


def _function(definition: Definition, call: Call, of: TypeOf) -> str:
    function = call.function
    given = ", ".join(f"{parameter(v.param)}: {of(definition, v)}" for v in call.inputs)
    results = [of(definition, v) for v in call.results]
    answer = results[0] if len(results) == 1 else f"[{', '.join(results)}]" if results else "void"
    if not call.raises:
        answer = {"text": "string", "void": "void"}.get(call.returns, _named(definition, call.returns))
    said = [function.doc]
    said += [f"@param {parameter(v.param)} {_told(v.param)}" for v in call.inputs if _told(v.param)]
    listed = "; ".join(f"{camel(v.param.name)}: {_told(v.param)}" for v in call.results if _told(v.param))
    said += [f"@returns {listed}"] if listed else []
    said += [f"@throws {s.name} {s.when}" for s in function.statuses if s.name not in prose.UNREACHABLE]
    return f"{_comment(said)}  {function_name(definition, function.name)}({given}): {answer};\n"


def _told(param: Param) -> str:
    return _with_owner(param.doc, prose.owner(param))


def _with_owner(doc: str, owner: str) -> str:
    return f"{doc} ({owner})" if doc and owner else doc or owner


def _comment(said: list[str], indent: str = "  ") -> str:
    lines = [line for text in said for line in textwrap.wrap(text, WIDTH, break_on_hyphens=False)]
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */\n"
    return f"{indent}/**\n" + "".join(f"{indent} * {line}\n" for line in lines) + f"{indent} */\n"


def _named(definition: Definition, type_: str) -> str:
    if definition.struct(type_):
        return struct_name(definition, type_)
    return "bigint" if is_wide(definition, type_) else "number"


def _raw(definition: Definition, value: Value) -> str:
    param, is_given = value.param, value.param.direction != "out"
    if value.form == "bytes":
        return "ArrayBuffer | ArrayBufferView" if is_given else "Buffer"
    if value.form == "text":
        return "string"
    made = f"layer.{struct_name(definition, value.struct)}" if value.struct else _named(definition, param.type)
    if param.array:
        return f"{made}[]"
    return f"{made} | null" if value.struct and param.nullable else made


def _owned(definition: Definition, value: Value) -> str:
    param = value.param
    if not is_right(param):
        return _raw(definition, value)
    name = CLASSES[param.kind]
    if param.verb == "borrowed":
        return f"{name} | Raw" if param.direction == "in" else "Raw"
    nothing = [word for word, said in (("null", param.nullable), ("typeof DEAD", param.maybe_dead)) if said]
    return " | ".join([name, *(nothing if param.direction == "out" else nothing[:1])])
