"""The raw layer of C#: constants, structs and functions, each of which is one native function of SWIG's.

SPDX-License-Identifier: MIT OR Apache-2.0

A struct has C's layout, and memory is pinned while a call has its address. Several results come back as a tuple.
"""

from __future__ import annotations

import textwrap

from ..ir import SIZE, Definition, Struct
from ..shape import Call, Value, calls
from . import managed, prose
from .managed import WIDTH, Body, bare, camel, indented, pascal

TYPES = {
    "int8_t": "sbyte",
    "int16_t": "short",
    "int32_t": "int",
    "int64_t": "long",
    "uint8_t": "byte",
    "uint16_t": "ushort",
    "uint32_t": "uint",
    "uint64_t": "ulong",
    "size_t": "ulong",
}
WORDS = """
abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event
explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null
object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static
string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while
"""
KEYWORDS = frozenset(WORDS.split()) | managed.TAKEN
ABOUT = (
    """What does not fit is an OverflowException, null an ArgumentNullException, a status other than success a MachException."""
)
OTHER = "libmachport was built from another definition than these bindings: install one version of both"


def layer(definition: Definition) -> str:
    made = calls(definition)
    name = managed.layer(definition)
    parts = [
        prose.c_header(definition, f"Every function of {definition.header}, by SWIG and P/Invoke."),
        "using System;\nusing System.Runtime.InteropServices;",
        "namespace Machport {",
        f"{docs(f'The functions of {definition.header}. {ABOUT}', [])}\npublic static unsafe class {name}\n{{",
    ]
    inner = [
        *_loaded(definition),
        *_constants(definition),
        *(_struct(definition, s) for s in definition.structs),
        *(_function(definition, call) for call in made),
    ]
    return "\n\n".join(parts) + "\n" + "\n".join(indented(text.split("\n"), 4) for text in inner) + "}\n}\n"


def name(word: str) -> str:
    made = camel(word)
    return f"{made}_" if made in KEYWORDS else made


def method(words: str) -> str:
    return pascal(words)


def docs(sentence: str, entries: list[tuple[str, str]]) -> str:
    """XML, an element for each thing: its opening tag, and what it says."""
    lines = []
    for tag, text in [("summary", sentence), *entries]:
        element = f"<{tag}>{managed.escaped(text, method)}</{tag.split()[0]}>"
        lines += textwrap.wrap(element, WIDTH, break_on_hyphens=False, subsequent_indent="    " if tag != "summary" else "")
    return "\n".join(f"/// {line}" for line in lines)


def _loaded(definition: Definition) -> list[str]:
    function = f"{definition.library}_definition_hash"
    if not any(f.name == function for f in definition.functions):
        return []
    wrong = f"DefinitionHash() != {definition.hash}UL"
    return [f'static {managed.layer(definition)}()\n{{\n    if ({wrong})\n        throw new TypeLoadException("{OTHER}");\n}}']


def _constants(definition: Definition) -> list[str]:
    every = [(c.name, definition.base(c.type), c.value, c.doc) for c in definition.constants]
    every += [(s.constant, "int32_t", s.value, s.text) for s in definition.statuses]
    return [
        f"{docs(doc, [])}\npublic const {TYPES[type_]} {bare(definition, constant)} = {value};"
        for constant, type_, value, doc in every
    ]


def _struct(definition: Definition, struct: Struct) -> str:
    lines = ["[StructLayout(LayoutKind.Sequential)]", f"public struct {managed.struct_name(definition, struct.name)}", "{"]
    lines += ["    internal uint structSize;"] if managed.is_sized(struct) else []
    for field, type_, doc in managed.shown_fields(struct):
        own = managed.struct_name(definition, type_) if definition.struct(type_) else TYPES[definition.base(type_)]
        lines += [*(f"    {line}" for line in docs(doc, []).split("\n")), f"    public {own} {pascal(field)};"]
    return "\n".join([docs(struct.doc, []), *lines, "}"])


def _function(definition: Definition, call: Call) -> str:
    body = Body()
    fixed: list[str] = []
    for value in call.values.values():
        _parameter(definition, call, value, body, fixed)
    parameters = ", ".join(f"{type_of(definition, v)} {name(v.param.name)}" for v in call.inputs)
    native = f"{managed.native(definition, 'PINVOKE')}.{call.function.name}({', '.join(body.arguments)})"
    if not call.raises:
        returns = {"text": "string", "void": "void"}.get(call.returns) or TYPES[call.returns]
        native = f"Memory.Text({native})" if call.returns == "text" else native
        native = f"(ulong){native}" if call.returns == SIZE else native
        made = [*fixed, f"{native};" if returns == "void" else f"return {native};"]
    else:
        made = ["int told;" if fixed else "", *fixed, f"{'' if fixed else 'int '}told = {native};"]
        made += [f'MachException.Check("{call.function.name}", told, {_result(body)});'] if not body.results else []
        made += [f'return MachException.Checked("{call.function.name}", told, {_result(body)});'] if body.results else []
        returns = results_type(definition, call)
    lines = [line for line in [*body.before, *made] if line]
    head = f"public static {returns} {method(bare(definition, call.function.name))}({parameters})"
    return "\n".join([documented(call), head, "{", *(f"    {line}" for line in lines), "}"])


def documented(call: Call) -> str:
    entries = [(f'param name="{name(v.param.name)}"', managed.said(v.param)) for v in call.inputs]
    results = [managed.said(v.param) for v in call.results]
    if len(results) > 1:
        results = ["; ".join(f"{name(v.param.name)}: {said}" for v, said in zip(call.results, results, strict=True) if said)]
    entries += [("returns", said) for said in results]
    entries += [('exception cref="MachException"', f"{status}: {when}") for status, when in managed.wanted(call)]
    return docs(call.function.doc, [entry for entry in entries if entry[1]])


def results_type(definition: Definition, call: Call) -> str:
    types = [type_of(definition, v) for v in call.results]
    if len(types) < 2:
        return types[0] if types else "void"
    return f"({', '.join(f'{type_} {name(v.param.name)}' for type_, v in zip(types, call.results, strict=True))})"


def _result(body: Body) -> str:
    values = [expression for _, _, expression in body.results]
    if len(values) < 2:
        return values[0] if values else "null"
    return f"({', '.join(f'{given}: {value}' for (_, given, value) in body.results)})"


def type_of(definition: Definition, value: Value) -> str:
    if value.form in ("bytes", "text"):
        return "byte[]" if value.form == "bytes" else "string"
    own = managed.struct_name(definition, value.struct) if value.struct else TYPES[value.scalar]
    if value.struct and value.param.nullable and not value.param.array:
        return f"{own}?"
    return f"{own}[]" if value.param.array else own


def _parameter(definition: Definition, call: Call, value: Value, body: Body, fixed: list[str]) -> None:
    param, own = value.param, name(value.param.name)
    where = f'"{call.function.name}: {param.name}"'
    if param.name in call.lengths:
        body.arguments.append(f"(UIntPtr){name(call.lengths[param.name])}.Length")
    elif param.array or value.form == "text":
        _array(definition, call, value, body, fixed, where)
    elif value.struct:
        _one(definition, value, body)
    elif param.direction == "in":
        body.arguments.append(f"(UIntPtr){own}" if value.scalar == SIZE else own)
    else:
        type_ = "UIntPtr" if value.scalar == SIZE else TYPES[value.scalar]
        copy = own if param.direction == "out" else f"{own}Copy"
        zero = "UIntPtr.Zero" if value.scalar == SIZE else "0"
        given = f"(UIntPtr){own}" if value.scalar == SIZE else own
        body.before.append(f"{type_} {copy} = {given if param.direction == 'inout' else zero};")
        body.arguments.append(f"(IntPtr)(&{copy})")
        body.results.append((type_, own, f"(ulong){copy}" if value.scalar == SIZE else copy))


def _one(definition: Definition, value: Value, body: Body) -> None:
    """A struct: a copy of what goes in."""
    struct, param, own = definition.struct(value.struct), value.param, name(value.param.name)
    assert struct is not None
    type_ = managed.struct_name(definition, value.struct)
    sized = f" {{ structSize = {managed.size_of(struct)} }}" if managed.is_sized(struct) else "()"
    if param.direction == "out":
        body.before.append(f"var {own} = new {type_}{sized};")
        body.arguments.append(f"(IntPtr)(&{own})")
        body.results.append((type_, own, own))
        return
    copy = f"{own}Copy"
    body.before.append(f"var {copy} = {own}{'.GetValueOrDefault()' if param.nullable else ''};")
    body.before += [f"{copy}.structSize = {managed.size_of(struct)};"] if managed.is_sized(struct) else []
    body.arguments.append(f"{own}.HasValue ? (IntPtr)(&{copy}) : IntPtr.Zero" if param.nullable else f"(IntPtr)(&{copy})")
    if param.direction == "inout":
        body.results.append((type_, own, f"{own}.HasValue ? {copy} : ({type_}?)null" if param.nullable else copy))


def _array(definition: Definition, call: Call, value: Value, body: Body, fixed: list[str], where: str) -> None:
    param, own = value.param, name(value.param.name)
    type_ = type_of(definition, value)
    item = "byte" if value.form == "text" else type_.removesuffix("[]")
    copy = own
    if value.form == "text":
        copy = f"{own}Copy"
        body.before.append(f"byte[] {copy} = Memory.Text({where}, {own});")
    elif param.direction == "out":
        body.before.append(f"var {own} = Memory.Room<{item}>({where}, {name(param.sized_by)});")
    elif param.direction == "in":
        body.before.append(f"Memory.NotNull({where}, {own});")
    else:
        copy = f"{own}Copy"
        body.before.append(f"var {copy} = Memory.Copy({where}, {own});")
    fixed.append(f"fixed ({item} *{own}At = {copy})")
    body.arguments.append(f"(IntPtr){own}At")
    if param.direction == "inout":
        body.results.append((type_, own, copy))
    elif param.direction == "out":
        body.results.append((type_, own, f"Memory.First({own}, {_count(call, value)})"))


def _count(call: Call, value: Value) -> str:
    """How many elements a call wrote, as a number of 64 bits."""
    holder, _, member = value.param.counted_by.partition(".")
    if not holder:
        return name(value.param.sized_by)
    return f"(ulong){name(holder)}{'.' + pascal(member) if member else ''}"
