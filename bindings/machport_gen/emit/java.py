"""The raw layer of Java: constants, records and functions, each of which is one native function of SWIG's.

SPDX-License-Identifier: MIT OR Apache-2.0

What lies in memory goes to C as bytes, an integer within its range; several results come back as a record of the function's own.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ..ir import SCALARS, SIZE, STRUCT_SIZE, Definition, Struct
from ..shape import Call, Value, calls
from . import managed, prose
from .managed import WIDTH, Body, bare, camel, escaped, indented

TYPES = {
    "int8_t": "byte",
    "int16_t": "short",
    "int32_t": "int",
    "int64_t": "long",
    "uint8_t": "short",
    "uint16_t": "int",
    "uint32_t": "long",
    "uint64_t": "long",
    "size_t": "long",
}
# Those that Java's type does not keep within their range.
CHECKED = {"uint8_t": "u8", "uint16_t": "u16", "uint32_t": "u32", SIZE: "size"}
WORDS = """
abstract assert boolean break byte case catch char class const continue default do double else enum extends false final finally
float for goto if implements import instanceof int interface long native new null package private protected public return short
static strictfp super switch synchronized this throw throws transient true try void volatile while _
clone finalize getClass hashCode notify notifyAll toString wait
"""
KEYWORDS = frozenset(WORDS.split()) | managed.TAKEN
ABOUT = """An unsigned number of 32 bits is a long; one of 64 bits is a long whose sign bit counts like the others: see
Long.compareUnsigned. What does not fit is an IllegalArgumentException, null a NullPointerException, a status other than success
a MachError."""
OTHER = "libmachport was built from another definition than these bindings: install one version of both"


def layer(definition: Definition) -> str:
    made = calls(definition)
    name = managed.layer(definition)
    parts = [
        prose.c_header(definition, f"Every function of {definition.header}, by SWIG and JNI."),
        "package machport;\n\nimport java.util.Objects;",
        f"{docs(f'The functions of {definition.header}. {ABOUT}', [])}\npublic final class {name} {{\n"
        + indented(_loaded(definition), 4),
    ]
    inner = [
        *_constants(definition),
        *(_record(definition, s) for s in definition.structs),
        *(text for call in made for text in _function(definition, call)),
    ]
    return "\n\n".join(parts) + "\n" + "\n".join(indented(text.split("\n"), 4) for text in inner) + "}\n"


def name(word: str) -> str:
    made = camel(word)
    return f"{made}_" if made in KEYWORDS else made


def docs(sentence: str, entries: list[tuple[str, str]]) -> str:
    lines = textwrap.wrap(escaped(sentence, name), WIDTH, break_on_hyphens=False)
    for tag, text in entries:
        lines += textwrap.wrap(f"@{tag} {escaped(text, name)}", WIDTH, subsequent_indent="    ", break_on_hyphens=False)
    # Java reads \\u before it looks for comments.
    return "/** " + "\n    ".join(lines).replace("\\", "&#92;") + " */"


def _loaded(definition: Definition) -> list[str]:
    lines = ["static {", f'    System.loadLibrary("{definition.library}_java");']
    function = f"{definition.library}_definition_hash"
    if any(f.name == function for f in definition.functions):
        lines += [
            f"    if ({_native(definition)}.{function}() != {definition.hash}L)",
            f'        throw new LinkageError("{OTHER}");',
        ]
    return [*lines, "}", "", f"private {managed.layer(definition)}() {{}}"]


def _native(definition: Definition) -> str:
    return managed.native(definition, "JNI")


def _constants(definition: Definition) -> list[str]:
    every = [(c.name, definition.base(c.type), c.value, c.doc) for c in definition.constants]
    every += [(s.constant, "int32_t", s.value, s.text) for s in definition.statuses]
    return [
        f"{docs(doc, [])}\npublic static final {TYPES[type_]} {bare(definition, constant)} = {_literal(type_, value)};"
        for constant, type_, value, doc in every
    ]


def _literal(type_: str, value: int) -> str:
    if TYPES[type_] == "long":
        return f"{value}L" if value <= SCALARS["int64_t"][1] else f"{value:#x}L"
    return str(value) if TYPES[type_] == "int" else f"({TYPES[type_]}) {value}"


def _record(definition: Definition, struct: Struct) -> str:
    own = managed.struct_name(definition, struct.name)
    shown = managed.shown_fields(struct)
    components = ", ".join(f"{_field_type(definition, type_)} {name(field)}" for field, type_, _ in shown)
    packed, unpacked = [], []
    for field in struct.fields:
        type_ = definition.base(field.type)
        if field.name == STRUCT_SIZE:
            packed.append("memory.i32(SIZE);")
        elif definition.struct(field.type):
            packed.append(f"{name(field.name)}.pack(memory, where);")
            unpacked.append(f"{_field_type(definition, field.type)}.unpack(memory)")
        else:
            packed.append(_put(type_, name(field.name), "where"))
            unpacked.append(f"memory.{_code(type_)}()")
    skipped = ["memory.i32();"] if managed.is_sized(struct) else []
    lines = [
        *docs(struct.doc, [(f"param {name(field)}", doc) for field, _, doc in shown]).split("\n"),
        f"public record {own}({components}) {{",
        f"    static final int SIZE = {managed.size_of(struct)};",
        "",
        "    void pack(Memory memory, String where) {",
        *(f"        {line}" for line in packed),
        "    }",
        "",
        f"    static {own} unpack(Memory memory) {{",
        *(f"        {line}" for line in skipped),
        f"        return new {own}({', '.join(unpacked)});",
        "    }",
        "}",
    ]
    return "\n".join(lines)


def _field_type(definition: Definition, type_: str) -> str:
    return managed.struct_name(definition, type_) if definition.struct(type_) else TYPES[definition.base(type_)]


def _code(scalar: str) -> str:
    """How Memory calls a scalar."""
    return SIZE if scalar == SIZE else f"{'u' if scalar.startswith('u') else 'i'}{scalar.strip('uint_')}"


def _put(scalar: str, value: str, where: str) -> str:
    inner = f"Memory.{CHECKED[scalar]}({where}, {value})" if scalar in CHECKED else value
    return f"memory.{_code(scalar)}({inner});"


def _function(definition: Definition, call: Call) -> list[str]:
    """The record of its results, where there are several, and the function."""
    body = Body()
    several = len(call.results) != 1 or call.results[0].form != "integer"
    counted = iter(range(1, len(call.results) + 1))
    for value in call.values.values():
        if value.param.name not in call.lengths:
            _parameter(definition, call, value, body, counted)
    own = name(bare(definition, call.function.name))
    record = managed.pascal(bare(definition, call.function.name))
    native = f"{_native(definition)}.{call.function.name}({', '.join(body.arguments)})"
    parameters = ", ".join(f"{type_of(definition, v)} {name(v.param.name)}" for v in call.inputs)
    made: list[str] = []
    if not call.raises:
        returns = {"text": "String", "void": "void"}.get(call.returns) or TYPES[call.returns]
        lines = {"text": [f"return Memory.text({native});"], "void": [f"{native};"]}.get(call.returns, [f"return {native};"])
    elif not call.results:
        returns, lines = "void", [f"{native};"]
    elif not several:
        returns, lines = TYPES[call.results[0].scalar], [f"return {native};"]
    else:
        types = [type_ for type_, _, _ in body.results]
        returns = types[0] if len(types) == 1 else record
        values = [expression for _, _, expression in body.results]
        if len(types) > 1:
            made.append(_results(call, record, own, body))
        result = values[0] if len(types) == 1 else f"new {record}({', '.join(values)})"
        lines = [f"long[] told = {native};", *body.after, f'return MachError.checked("{call.function.name}", told[0], {result});']
    text = "\n".join(
        [
            documented(call),
            f"public static {returns} {own}({parameters}) {{",
            *(f"    {line}" for line in [*body.before, *lines]),
            "}",
        ]
    )
    return [*made, text]


def documented(call: Call) -> str:
    entries = [(f"param {name(v.param.name)}", managed.said(v.param)) for v in call.inputs]
    entries += [("return", managed.said(v.param)) for v in call.results if len(call.results) == 1]
    entries += [("throws MachError", f"{status}: {when}") for status, when in managed.wanted(call)]
    return docs(call.function.doc, [entry for entry in entries if entry[1]])


def _results(call: Call, record: str, own: str, body: Body) -> str:
    entries = [(f"param {given}", managed.said(v.param)) for v, (_, given, _) in zip(call.results, body.results, strict=True)]
    components = ", ".join(f"{type_} {given}" for type_, given, _ in body.results)
    return f"{docs(f'The results of {own}.', [e for e in entries if e[1]])}\npublic record {record}({components}) {{}}"


def type_of(definition: Definition, value: Value) -> str:
    if value.form == "bytes":
        return "byte[]"
    if value.form == "text":
        return "String"
    own = managed.struct_name(definition, value.struct) if value.struct else TYPES[value.scalar]
    return f"{own}[]" if value.param.array else own


def _parameter(definition: Definition, call: Call, value: Value, body: Body, counted: Iterator[int]) -> None:
    param, own = value.param, name(value.param.name)
    where = f'"{call.function.name}: {param.name}"'
    type_ = type_of(definition, value)
    if value.form == "integer":
        _integer(value, own, where, body, counted)
        return
    if param.direction == "in" and value.form in ("bytes", "text"):
        body.arguments.append(
            f"Objects.requireNonNull({own}, {where})" if value.form == "bytes" else f"Memory.text({where}, {own})"
        )
        return
    item = type_.removesuffix("[]")
    size = (
        "1" if value.form == "bytes" else f"{item}.SIZE" if value.struct else str(SCALARS[value.scalar][1].bit_length() + 7 >> 3)
    )
    memory = f"{own}Memory"
    body.arguments.append(f"{memory}.bytes")
    if param.direction == "out" and param.array:
        body.before.append(f"Memory {memory} = Memory.room({where}, {name(param.sized_by)}, {size});")
    elif param.direction == "out":
        sized = f".i32({size})" if managed.is_sized(_struct(definition, value)) else ""
        body.before.append(f"Memory {memory} = new Memory({size}){sized};")
    else:
        body.before += _packed(value, own, where, item, size)
    if param.direction == "out" and not param.array:
        body.after.append(f"{type_} {own} = {item}.unpack({memory}.again());")
        body.results.append((type_, own, own))
    elif param.direction != "in":
        body.results.append((type_, own, _unpacked(call, value, item, memory, size)))


def _struct(definition: Definition, value: Value) -> Struct:
    struct = definition.struct(value.struct)
    assert struct is not None
    return struct


def _integer(value: Value, own: str, where: str, body: Body, counted: Iterator[int]) -> None:
    param = value.param
    if param.direction != "out":
        checked = CHECKED.get(value.scalar)
        body.arguments.append(f"Memory.{checked}({where}, {own})" if checked else own)
    if param.direction != "in":
        told = f"told[{next(counted)}]"
        type_ = TYPES[value.scalar]
        body.results.append((type_, own, told if type_ == "long" else f"({type_}) {told}"))


def _packed(value: Value, own: str, where: str, item: str, size: str) -> list[str]:
    """The memory of what goes in."""
    memory = f"{own}Memory"
    if not value.param.array:
        made = f"new Memory({size})"
        made = f"{own} == null ? Memory.NULL : {made}" if value.param.nullable else made
        packed = f"{own}.pack({memory}, {where});"
        return [f"Memory {memory} = {made};", f"if ({own} != null)\n        {packed}" if value.param.nullable else packed]
    each = f"{own}[i].pack({memory}, {where});" if value.struct else _put(value.scalar, f"{own}[i]", where)
    each = each.replace("memory.", f"{memory}.", 1) if not value.struct else each
    return [f"Memory {memory} = Memory.of({own}.length, {size});", f"for (int i = 0; i < {own}.length; i++)\n        {each}"]


def _unpacked(call: Call, value: Value, item: str, memory: str, size: str) -> str:
    if not value.param.array:
        read = f"{item}.unpack({memory}.again())"
        return f"{memory} == Memory.NULL ? null : {read}" if value.param.nullable else read
    count = _count(call, value)
    if value.form == "bytes":
        return f"{memory}.first({count})"
    if value.struct:
        return f"{memory}.all({count}, {size}, {item}[]::new, {item}::unpack)"
    return f"{memory}.{_code(value.scalar)}s({count})"


def _count(call: Call, value: Value) -> str:
    """How many elements a call wrote."""
    holder, _, member = value.param.counted_by.partition(".")
    if not holder:
        return f"{name(value.param.sized_by)}" if value.param.direction == "out" else f"{name(value.param.name)}.length"
    counter = call.values[holder]
    if member:
        return f"{name(holder)}.{name(member)}()"
    if counter.param.direction == "in":
        return name(holder)
    integers = [v.param.name for v in call.results if v.form == "integer"]
    return f"told[{integers.index(holder) + 1}]"
