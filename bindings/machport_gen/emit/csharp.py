"""The raw layer of C#: constants, structs and functions, each of which is one native function of SWIG's.

SPDX-License-Identifier: MIT OR Apache-2.0

Several results come back as a tuple.
"""

from __future__ import annotations

from ..ir import SIZE, Definition, Struct
from ..shape import Call, calls
from . import managed, prose
from .csharp_values import parameter
from .csharp_words import TYPES, docs, method, name, type_of
from .managed import Body, bare, indented, pascal

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
        parameter(definition, call, value, body, fixed)
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
