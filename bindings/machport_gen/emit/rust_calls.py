"""The functions of a definition for Rust, with its words in their types.

SPDX-License-Identifier: MIT OR Apache-2.0

What is borrowed comes by reference, what is consumed by value, what is owned goes out as an owned right. What is consumed on
success alone comes back in the failure. A function that these words do not say whole (a kind that is known only at run time, a
right with a release of its own, messages, arrays that go in) is left to the types written by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..ir import Definition, Function, Param
from ..shape import is_sayable
from .rust import function_docs, header, name, scalar

KINDS = {"send": "Send", "send_once": "SendOnce", "receive": "Receive", "port_set": "PortSet", "dead_name": "DeadName"}
# What a function calls its own.
TAKEN = frozenset(("error", "status"))


@dataclass
class Parts:
    """A function under construction."""

    parameters: list[str] = field(default_factory=list)
    arguments: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    given_back: list[str] = field(default_factory=list)
    back_types: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    result_types: list[str] = field(default_factory=list)
    counts: list[str] = field(default_factory=list)


def calls(definition: Definition) -> str:
    made = [_function(definition, f) for f in definition.functions if is_sayable(definition, f)]
    head = f"{header(definition, f'Every function of {definition.header} that its words say whole, as Rust has them.')}"
    return "\n\n".join([head, "#![allow(non_snake_case, clippy::type_complexity)]", USES, *made]) + "\n"


USES = """#[allow(unused_imports)]
use {
    super::sys,
    machport::{kind, AsPort, AsRawMachPort, Borrowed, Error, Failed},
    machport::{FromRawMachPort, IntoRawMachPort, Owned, RawMachPort, Received},
};"""


def _kept(called: str) -> str:
    """The name of what is still spoken of after the call."""
    return f"{called}_" if called in TAKEN else name(called)


def _function(definition: Definition, function: Function) -> str:
    parts = Parts()
    for param in function.params:
        if param.direction == "in":
            _input(function, param, parts)
        elif param.array:
            _array(function, param, parts)
        else:
            _output(definition, function, param, parts)
    called = f"sys::{function.name}({', '.join(parts.arguments)})"
    returns, body = _answered(definition, function, parts, called)
    docs = function_docs(function, "", _unseen(function))
    signature = f"pub fn {name(function.name.removeprefix(definition.library + '_'))}({', '.join(parts.parameters)}) -> {returns}"
    return f"{docs}#[inline]\n{signature} {{\n" + "".join(f"    {line}\n" for line in body) + "}"


def _unseen(function: Function) -> frozenset[str]:
    return frozenset(p.sized_by for p in function.params if p.sized_by)


def _input(function: Function, param: Param, parts: Parts) -> None:
    called = _kept(param.name) if param.verb == "consumed_on_success" else name(param.name)
    if param.name in _unseen(function):
        parts.arguments.append(called)
    elif not param.kind:
        parts.parameters.append(f"{called}: {_spelled(param.type)}")
        parts.arguments.append(called)
    elif param.verb == "plain" or param.kind == "raw" or param.nullable and param.verb == "borrowed":
        parts.parameters.append(f"{called}: RawMachPort")
        parts.arguments.append(called)
    elif param.verb == "borrowed":
        kind = f"<Kind = kind::{KINDS[param.kind]}>" if param.kind in KINDS else ""
        parts.parameters.append(f"{called}: &impl AsPort{kind}")
        parts.arguments.append(f"{called}.as_port().as_raw_mach_port()")
    else:
        owned = f"Owned<kind::{KINDS[param.kind]}>"
        parts.parameters.append(f"{called}: {owned}")
        if param.verb == "consumed":
            parts.arguments.append(f"{called}.into_raw_mach_port()")
        else:
            parts.arguments.append(f"{called}.as_raw_mach_port()")
            parts.given_back.append(called)
            parts.back_types.append(owned)


def _array(function: Function, param: Param, parts: Parts) -> None:
    called, room = name(param.name), name(param.sized_by)
    kind = "RawMachPort" if param.kind else _spelled(param.type)
    parts.parameters.append(f"{called}: &mut [{kind}]")
    parts.arguments.append(f"{called}.as_mut_ptr()")
    arrays = [name(p.name) for p in function.params if p.sized_by == param.sized_by]
    if called == arrays[0]:
        shortest = f"{called}.len()" + "".join(f".min({other}.len())" for other in arrays[1:])
        parts.before.append(f"let {room} = {shortest};")


def _output(definition: Definition, function: Function, param: Param, parts: Parts) -> None:
    called = _kept(param.name)
    parts.before.append(f"let mut {called} = 0;")
    parts.arguments.append(f"&mut {called}")
    if any(p.counted_by == param.name for p in function.params):
        parts.counts.append(called)
    kind = f"kind::{KINDS[param.kind]}" if param.kind in KINDS else ""
    if param.verb == "borrowed":
        parts.results.append(f'unsafe {{ Borrowed::borrow_raw({called}) }}.expect("a right that somebody keeps")')
        parts.result_types.append(f"Borrowed<'static, {kind}>")
    elif param.verb == "owned":
        made, type_ = ("from_raw_mach_port", f"Owned<{kind}>")
        if param.maybe_dead:
            made, type_ = "received", f"Option<Received<{kind}>>"
        elif param.nullable:
            made, type_ = "given", f"Option<Owned<{kind}>>"
        parts.results.append(f"unsafe {{ Owned::{made}({called}) }}")
        parts.result_types.append(type_)
    else:
        parts.results.append(called)
        parts.result_types.append("RawMachPort" if param.kind else _spelled(param.type))


def _answered(definition: Definition, function: Function, parts: Parts, called: str) -> tuple[str, list[str]]:
    safety = "// SAFETY: each pointer is to as much room as is told, and each right is the caller's to give or lend."
    if not definition.is_status(function.returns):
        if function.returns == "const char *":
            inner = f"unsafe {{ core::ffi::CStr::from_ptr({called}) }}"
            return "&'static core::ffi::CStr", ["// SAFETY: the text lives as long as the library.", inner]
        return _spelled(function.returns), ["// SAFETY: it only tells about the library.", f"unsafe {{ {called} }}"]
    outputs = [*parts.given_back, *parts.counts]
    types = [*parts.back_types, *("usize" for _ in parts.counts)]
    error = f"Failed<{_tuple(types)}>" if outputs else "Error"
    lines = [*parts.before, safety, f"let status = unsafe {{ {called} }};"]
    if outputs:
        failed = f"Failed {{ error, outputs: {_tuple(outputs)} }}"
        lines.append(f"if let Err(error) = Error::check(status) {{ return Err({failed}); }}")
    else:
        lines.append("Error::check(status)?;")
    lines += [f"core::mem::forget({right});" for right in parts.given_back]
    unsafe = any("unsafe" in result for result in parts.results)
    lines += ["// SAFETY: the call succeeded: what it gives is there, and its owner is told."] if unsafe else []
    return f"Result<{_tuple(parts.result_types)}, {error}>", [*lines, f"Ok({_tuple(parts.results)})"]


def _tuple(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"({', '.join(items)})"


def _spelled(type_: str) -> str:
    base = scalar(type_)
    return base if base != type_ else f"sys::{type_}"
