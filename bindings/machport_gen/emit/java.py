"""The raw layer of Java: constants, records and functions, each of which is one native function of SWIG's.

SPDX-License-Identifier: MIT OR Apache-2.0

Several results come back as a record of the function's own.
"""

from __future__ import annotations

from ..ir import STRUCT_SIZE, Definition, Struct
from ..shape import Call, calls
from . import managed, prose
from .java_values import parameter
from .java_words import TYPES, code, docs, literal, name, put, type_of
from .managed import Body, bare, indented

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
        f"{docs(doc, [])}\npublic static final {TYPES[type_]} {bare(definition, constant)} = {literal(type_, value)};"
        for constant, type_, value, doc in every
    ]


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
            packed.append(put(type_, name(field.name), "where"))
            unpacked.append(f"memory.{code(type_)}()")
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


def _function(definition: Definition, call: Call) -> list[str]:
    """The record of its results, where there are several, and the function."""
    body = Body()
    several = len(call.results) != 1 or call.results[0].form != "integer"
    counted = iter(range(1, len(call.results) + 1))
    for value in call.values.values():
        if value.param.name not in call.lengths:
            parameter(definition, call, value, body, counted)
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
