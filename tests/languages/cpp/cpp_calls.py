"""Writes the calls of the C++ runner: each function as machport.hpp has it, with owned and borrowed rights made of the raw names.

SPDX-License-Identifier: MIT OR Apache-2.0

What the types cannot say is called as C has it: DEAD given away, a result without a place, two results in one. So is what
machport.hpp leaves to the types written by hand.
"""

from __future__ import annotations

from bad_inputs import ROOT
from emit_c import Emitter, Json
from machport_gen import ir
from machport_gen.shape import is_sayable
from vector_definition import Definition, Function, Parameter

TYPES = {"u32": "std::uint32_t", "i32": "std::int32_t", "u64": "std::uint64_t", "size": "std::size_t"}


class Tables(Emitter):
    """The vectors as C tables, whose calls are elsewhere."""

    def _function(self, function: Json) -> None:
        start = len(self.lines)
        super()._function(function)
        first = next(i for i in range(start, len(self.lines)) if self.lines[i].startswith("static void call_"))
        self.lines[first : first + 4] = [f"void call_{function['name']}(vector_call *call);"]


def text(known: Definition) -> str:
    definition = ir.loads((ROOT / "abi" / "machport.json").read_text(encoding="utf-8"))
    said = {function.name for function in definition.functions if is_sayable(definition, function)}
    head = '#include <machport/machport.hpp>\n#include <mach/embedded.h>\nextern "C" {\n#include "runner.h"\n}\n'
    return head + "".join(_call(function, function.name in said) for function in known.functions.values())


def _call(function: Function, typed: bool) -> str:
    arguments = ", ".join(
        f"static_cast<{TYPES[each.type]}>(call->in[{i}])"
        if _by_value(each)
        else f"static_cast<{_pointed(each)} *>(runner_place(call, {i}))"
        for i, each in enumerate(function.parameters)
    )
    answer = f"    call->{function.returns} = ::{function.name}({arguments});\n"
    body = answer
    if typed:
        raw = " || ".join(_untyped(i, each) for i, each in enumerate(function.parameters) if _untyped(i, each))
        otherwise = f"    if ({raw}) {{\n    {answer}        return;\n    }}\n" if raw else ""
        body = otherwise + _typed(function)
    return f'extern "C" void call_{function.name}([[maybe_unused]] vector_call *call)\n{{\n{body}}}\n'


def _by_value(parameter: Parameter) -> bool:
    return parameter.shape == "scalar" and parameter.given


def _pointed(parameter: Parameter) -> str:
    const = "const " if parameter.role == "in" else ""
    return const + (parameter.struct.name if parameter.struct else TYPES[parameter.type] if parameter.type else "void")


def _untyped(i: int, parameter: Parameter) -> str:
    """When the types cannot say what a vector asks for."""
    if _by_value(parameter):
        return f"call->in[{i}] == MACHPORT_DEAD" if parameter.verb.startswith("consumed") else ""
    return f"call->place[{i}] >= PLACE_SHARED"


def _typed(function: Function) -> str:
    before, arguments, after, results = [], [], [], []
    for i, each in enumerate(function.parameters):
        number = f"static_cast<{TYPES[each.type]}>(call->in[{i}])" if _by_value(each) else ""
        if number and each.verb.startswith("consumed"):
            before.append(f"auto {each.name} = machport::unique<machport::kind::{each.kind}>::adopt({number});")
            arguments.append(f"std::move({each.name})")
            after += [f"(void){each.name}.release();"] if each.verb == "consumed_on_success" else []
        elif number and each.verb == "borrowed" and not each.nullable:
            kind = "send" if each.kind == "any" else each.kind
            arguments.append(f"machport::ref<machport::kind::{kind}>::borrow({number})")
        elif number:
            arguments.append(number)
        elif each.shape == "array":
            arguments.append(f"static_cast<{TYPES[each.type]} *>(runner_place(call, {i}))")
        else:
            results.append((i, each))
    called = f"machport::{function.name.removeprefix('machport_')}({', '.join(arguments)})"
    if function.returns != "status":
        return f"    call->{function.returns} = {called};\n"
    lines = [*before, f"auto got = {called};", *after, "call->status = got.error().status();"]
    if results:
        lines += [f"*static_cast<{TYPES[each.type]} *>(runner_place(call, {i})) = 0;" for i, each in results]
        values = [f"std::get<{place}>(*got)" for place in range(len(results))] if len(results) > 1 else ["*got"]
        stores = [
            f"*static_cast<{TYPES[each.type]} *>(runner_place(call, {i})) = {_raw(each, value)};"
            for (i, each), value in zip(results, values, strict=True)
        ]
        told = "got" if any(each.kind for _, each in results) else "got.outputs()"
        lines += [f"if ({told}) {{", *(f"    {store}" for store in stores), "}"]
    return "".join(f"    {line}\n" for line in lines)


def _raw(parameter: Parameter, value: str) -> str:
    if parameter.verb == "owned" and parameter.maybe_dead:
        return f"({value}).dead ? MACHPORT_DEAD : ({value}).right ? ({value}).right.release() : MACHPORT_NULL"
    if parameter.verb == "owned":
        return f"({value}) ? ({value}).release() : MACHPORT_NULL"
    return f"({value}).get()" if parameter.verb == "borrowed" else value
