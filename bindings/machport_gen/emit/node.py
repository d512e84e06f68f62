"""The functions and constants of a definition for Node, as C that needs nothing but Node-API.

SPDX-License-Identifier: MIT OR Apache-2.0

A function takes its inputs as `shape` has them and gives its results back. What converts a scalar is written by hand, in
bindings/node/src/js.h; what converts a struct is made here.
"""

from __future__ import annotations

import re

from ..ir import STRUCT_SIZE, Constant, Definition, Param, Struct
from ..shape import Call, Value, calls
from . import drops, prose
from .managed import bare, camel


def layer(definition: Definition) -> str:
    """The C source of the addon."""
    made = calls(definition)
    structs = [text for s in definition.structs for text in _struct(definition, s, _directions(definition, made, s.name))]
    arrays = sorted({macro for call in made for value in call.values.values() for macro in _arrays(value)})
    parts = [
        prose.c_header(definition, f"Every function of {definition.header}, for Node-API."),
        f"#include <{definition.header}>\n#include <js.h>",
        *structs,
        "\n".join(arrays),
        *(_function(definition, call) for call in made),
        _tables(definition, made),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def function_name(definition: Definition, name: str) -> str:
    return camel(bare(definition, name))


def constants(definition: Definition) -> list[Constant]:
    """Statuses are constants too."""
    return definition.constants + [Constant(s.constant, s.value, "int32_t", s.text) for s in definition.statuses]


def is_wide(definition: Definition, type_: str) -> bool:
    """Whether it is a BigInt."""
    return definition.base(type_) in ("int64_t", "uint64_t")


def _directions(definition: Definition, made: list[Call], struct: str) -> set[str]:
    """Which ways a struct goes, as it is or inside another one."""
    values = [value for call in made for value in call.values.values() if value.struct == struct]
    found = {way for value in values for way in _ways(value.param)}
    for outer in definition.structs:
        if any(field.type == struct for field in outer.fields):
            found |= _directions(definition, made, outer.name)
    return found


def _ways(param: Param) -> tuple[str, ...]:
    return ("to", "from") if param.direction == "inout" else ("to",) if param.direction == "in" else ("from",)


def _arrays(value: Value) -> list[str]:
    if value.form not in ("integers", "structs"):
        return []
    macros = {"to": "JS_ARRAY_IN", "from": "JS_ARRAY_OUT"}
    return [f"{macros[way]}({value.struct or value.scalar})" for way in _ways(value.param)]


def _struct(definition: Definition, struct: Struct, ways: set[str]) -> list[str]:
    name, fields = struct.name, [f for f in struct.fields if f.name != STRUCT_SIZE]
    made = []
    if "to" in ways:
        sized = "    to->struct_size = sizeof *to;\n" if len(fields) < len(struct.fields) else ""
        read = " &&\n           ".join(
            f'js_get(env, value, what, "{camel(f.name)}", &field) && '
            f'js_to_{_converted(definition, f.type)}(env, field, "{name}.{camel(f.name)}", &to->{f.name})'
            for f in fields
        )
        made.append(
            f"static bool js_to_{name}(napi_env env, napi_value value, const char *what, {name} *to)\n"
            f"{{\n    napi_value field;\n{sized}    return {read};\n}}"
        )
    if "from" in ways:
        written = " &&\n           ".join(
            f'js_set(env, made, "{camel(f.name)}", js_from_{_converted(definition, f.type)}(env, from.{f.name}))' for f in fields
        )
        made.append(
            f"static napi_value js_from_{name}(napi_env env, {name} from)\n"
            f"{{\n    napi_value made = js_object(env);\n    return {written}\n               ? made\n               : NULL;\n}}"
        )
    return made


def _converted(definition: Definition, type_: str) -> str:
    described = definition.struct(type_)
    return described.name if described else definition.base(type_)


def _function(definition: Definition, call: Call) -> str:
    name, count = call.function.name, len(call.inputs)
    told = function_name(definition, name)
    # JavaScript may run while objects are read, and must not while bytes stand where they do: those come last.
    inputs = sorted(enumerate(call.inputs), key=lambda each: each[1].form == "bytes" and each[1].param.direction == "in")
    read = [f'js_arguments(env, info, "{told}", {count}, given)']
    read += [_read(value, f"given[{place}]", f'"{told}: {camel(value.param.name)}"') for place, value in inputs]
    read += [_room(value, f'"{told}: {camel(value.param.name)}"') for value in call.results if value.param.direction == "out"]
    lines = [f"napi_value given[{max(count, 1)}];"]
    lines += [line for value in call.values.values() for line in _declared(definition, value)]
    lines += ["js_memory memory = {NULL};", "napi_value answer = NULL;"]
    condition = " &&\n        ".join(filter(None, read))
    return (
        f"static napi_value js_{name}(napi_env env, napi_callback_info info)\n{{\n"
        + "".join(f"    {line}\n" for line in lines)
        + f"    if ({condition}) {{\n"
        + "".join(f"        {line}\n" for line in _called(definition, call))
        + "    }\n    js_free(&memory);\n    return answer;\n}"
    )


def _room(value: Value, what: str) -> str:
    """The C expression that is false where there is no room for an array that comes out."""
    if not value.param.array:
        return ""
    place = f"{value.param.name}_"
    size = "1" if value.form == "bytes" else f"sizeof *{place}"
    return f"({place} = js_room(env, &memory, {value.param.sized_by}_, {size}, {what}))"


def _declared(definition: Definition, value: Value) -> list[str]:
    param, name = value.param, f"{value.param.name}_"
    if value.form == "text":
        return [f"const char *{name} = NULL;"]
    if value.form == "bytes":
        return [f"{'const ' if param.direction == 'in' else ''}void *{name} = NULL;"]
    if param.array:
        return [f"{value.struct or value.scalar} *{name} = NULL;"]
    if not value.struct:
        return [f"{value.scalar} {name} = 0;"]
    described = definition.struct(value.struct)
    is_sized = described is not None and any(f.name == STRUCT_SIZE for f in described.fields)
    start = f".{STRUCT_SIZE} = sizeof({value.struct})" if is_sized else "0"
    return [f"{value.struct} {name} = {{{start}}};", *([f"{value.struct} *{_where(value)} = NULL;"] if param.nullable else [])]


def _where(value: Value) -> str:
    """The pointer to a struct, which may be NULL."""
    return f"{value.param.name}_at" if value.param.nullable else f"&{value.param.name}_"


def _read(value: Value, given: str, what: str) -> str:
    """The C expression that is false where an argument was refused."""
    param, place = value.param, f"{value.param.name}_"
    if value.form == "text":
        return f"js_to_text(env, {given}, {what}, &memory, &{place})"
    if value.form == "bytes":
        return f"js_to_bytes(env, {given}, {what}, &{place}, &{param.sized_by}_)"
    type_ = value.struct or value.scalar
    if param.array:
        return f"js_to_{type_}_array(env, {given}, {what}, &memory, &{place}, &{param.sized_by}_)"
    read = f"js_to_{type_}(env, {given}, {what}, &{place})"
    nullable = value.struct and param.nullable
    return f"(js_is_null(env, {given}) || ({read} && ({_where(value)} = &{place})))" if nullable else read


def _called(definition: Definition, call: Call) -> list[str]:
    function = call.function
    called = f"{function.name}({', '.join(_argument(value) for value in call.values.values())})"
    if not call.raises:
        made = {"void": "", "text": "js_from_text"}.get(call.returns, f"js_from_{call.returns}")
        return [f"answer = {made}(env, {called});" if made else f"{called};"]
    lines = [f"const int32_t status = {called};"]
    results = "NULL"
    if call.results:
        results = "results"
        listed = "".join(f"    {_result(value)},\n        " for value in call.results)
        lines.append(f"const napi_value results[] = {{\n        {listed}}};")
    answered = f'js_answer(env, "{function.name}", status, {len(call.results)}, {results}, &answer)'
    held = drops.dropped(definition, call)
    if not held:
        return [*lines, f'js_answer(env, "{function.name}", status, {len(call.results)}, {results}, &answer);']
    return [*lines, f"if (!{answered}) {{", *(f"    {line}" for line in _released(definition, call)), "}"]


def _released(definition: Definition, call: Call) -> list[str]:
    """What becomes of the rights that came where nothing can be made of them."""
    lines = drops.released(definition, call)
    for value in drops.taken(definition, call):
        place = f"{value.param.name}_"
        address = place if value.param.array or not value.struct else f"&{place}"
        lines = [re.sub(rf"\b{value.name}->", f"{place}.", line) for line in lines]
        lines = [re.sub(rf"\b{value.name}\b", address, line) for line in lines]
    return lines


def _argument(value: Value) -> str:
    if value.struct and not value.param.array:
        return _where(value)
    is_place = value.param.pointer and value.form == "integer"
    return f"{'&' if is_place else ''}{value.param.name}_"


def _result(value: Value) -> str:
    param, name = value.param, f"{value.param.name}_"
    if value.form == "struct":
        made = f"js_from_{value.struct}(env, {name})"
        return f"{_where(value)} ? {made} : js_null(env)" if param.nullable else made
    if not param.array:
        return f"js_from_{value.scalar}(env, {name})"
    count = f"{param.sized_by}_"
    if param.counted_by:
        holder, _, member = param.counted_by.partition(".")
        count = f"js_least({holder}_{'.' if member else ''}{member}, {count})"
    return (
        f"js_from_bytes(env, {name}, {count})"
        if value.form == "bytes"
        else f"js_from_{_listed(value)}_array(env, {name}, {count})"
    )


def _listed(value: Value) -> str:
    return value.struct or value.scalar


def _tables(definition: Definition, made: list[Call]) -> str:
    functions = [f'    {{"{function_name(definition, c.function.name)}", js_{c.function.name}}},\n' for c in made]
    numbers = [
        f"    {{\"{bare(definition, c.name)}\", '{_form(definition, c)}', UINT64_C({c.value % 2**64})}},\n"
        for c in constants(definition)
    ]
    tell = f"{definition.library}_definition_hash"
    told = tell if any(c.function.name == tell for c in made) else "NULL"
    return (
        _table("js_function", "functions", functions)
        + _table("js_constant", "constants", numbers)
        + f"""static const js_layer layer = {{
    .library = "{definition.library}",
    .functions = {"functions" if functions else "NULL"},
    .function_count = {len(functions)},
    .constants = {"constants" if numbers else "NULL"},
    .constant_count = {len(numbers)},
    .hash = UINT64_C({definition.hash}),
    .definition_hash = {told},
}};

NAPI_MODULE_INIT()
{{
    (void)exports;
    return js_opener(env, &layer);
}}"""
    )


def _table(type_: str, name: str, rows: list[str]) -> str:
    return f"static const {type_} {name}[] = {{\n{''.join(rows)}}};\n\n" if rows else ""


def _form(definition: Definition, constant: Constant) -> str:
    if not is_wide(definition, constant.type):
        return "n"
    return "u" if definition.base(constant.type) == "uint64_t" else "s"
