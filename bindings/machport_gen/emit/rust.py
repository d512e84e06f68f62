"""A definition for Rust, as C has it: what links nothing, and the functions, under the feature `library`.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import re

from ..ir import STRUCT_SIZE, Constant, Definition, Function, Param, Status, Struct, Type
from . import prose

SCALARS = {
    "int8_t": "i8",
    "int16_t": "i16",
    "int32_t": "i32",
    "int64_t": "i64",
    "uint8_t": "u8",
    "uint16_t": "u16",
    "uint32_t": "u32",
    "uint64_t": "u64",
    "size_t": "usize",
    "uintptr_t": "usize",
    "char": "core::ffi::c_char",
    "void": "core::ffi::c_void",
    "opaque": "*mut core::ffi::c_void",
}
# What cannot be the name of a field or parameter.
WORDS = """
    abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen if impl in
    let loop macro match mod move mut override priv pub ref return self static struct super trait true try type typeof
    unsafe unsized use virtual where while yield
    """
# What stays a word however it is written: of the language, or a value that a parameter would be compared with.
ALWAYS = frozenset(["self", "Self", "super", "crate", "None", "Some", "Ok", "Err"])
KEYWORDS = frozenset(WORDS.split()) | ALWAYS
# A word that is code: a constant, a function, or a family of constants.
CODE = re.compile(r"\b(?:(?:MACHPORT|KERN|MACH|MIG|E)_[A-Z0-9_]*[A-Z0-9*]|[a-z]+(?:_[a-z0-9]+){2,}(?:\(\))?|sizeof)")


def bindings(definition: Definition) -> str:
    """The raw layer: the definition as C has it."""
    parts = [
        header(definition, f"What {definition.header} defines, as C has it."),
        "#![allow(non_camel_case_types, non_snake_case, non_upper_case_globals, clippy::missing_safety_doc)]",
        *(_type(t) for t in definition.types),
        *(_constant(definition, c) for c in definition.constants),
        *(f"{_docs(s.text)}pub const {s.constant}: i32 = {s.value};" for s in definition.statuses),
        *([_statuses(definition)] if definition.statuses else []),
        f"/// The hash of this definition.\npub const DEFINITION_HASH: u64 = {definition.hash};",
        *(_struct(definition, s) for s in definition.structs),
        *([_functions(definition)] if definition.functions else []),
    ]
    return "\n\n".join(parts) + "\n"


def header(definition: Definition, idea: str) -> str:
    """The first lines of a generated Rust file."""
    return f"//! {idea}\n//!\n//! Generated {definition.generated}."


def name(word: str) -> str:
    """A word of Rust cannot be a name in it."""
    return f"{word}_" if word in ALWAYS else f"r#{word}" if word in KEYWORDS else word


def scalar(type_: str) -> str:
    return SCALARS.get(type_, type_)


def markdown(text: str) -> str:
    """A sentence of the definition in a doc comment: what is code looks so, and nothing is taken for a link or a tag."""
    escaped = re.sub(r"[\\\[\]<>]", lambda m: f"\\{m.group()}", text)
    return CODE.sub(lambda m: f"`{m.group()}`", escaped)


def _docs(text: str, indent: str = "") -> str:
    return "".join(f"{indent}/// {line}".rstrip() + "\n" for line in markdown(text).split("\n"))


def _type(type_: Type) -> str:
    return f"{_docs(type_.doc)}pub type {type_.name} = {scalar(type_.type)};"


def _constant(definition: Definition, constant: Constant) -> str:
    base = scalar(definition.base(constant.type))
    return f"{_docs(constant.doc)}pub const {constant.name}: {base} = {constant.value};"


def _statuses(definition: Definition) -> str:
    """Sorted by value, so that one can be looked up."""
    rows = "".join(
        f'    StatusEntry {{ value: {s.value}, name: "{s.name}", class: {_class(definition, s)}, text: "{_quoted(s.text)}" }},\n'
        for s in sorted(definition.statuses, key=lambda s: s.value)
    )
    return f"""/// A status of the definition.
#[derive(Clone, Copy, Debug)]
pub struct StatusEntry {{
    /// Its number.
    pub value: i32,
    /// Its name, as Mach has it.
    pub name: &'static str,
    /// Its class, one of `MACHPORT_CLASS_*`.
    pub class: u32,
    /// What it means, in a sentence without a full stop.
    pub text: &'static str,
}}

/// Every status, by its number.
pub static STATUSES: &[StatusEntry] = &[
{rows}];"""


def _class(definition: Definition, status: Status) -> str:
    """Another library's statuses are of machport's classes."""
    constant = f"MACHPORT_CLASS_{status.class_}"
    return constant if any(c.name == constant for c in definition.constants) else f"machport::sys::{constant}"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _struct(definition: Definition, struct: Struct) -> str:
    fields = "".join(
        f"{_docs(_owned(f.doc, prose.owner(f)), '    ')}    pub {name(f.name)}: {scalar(f.type)},\n" for f in struct.fields
    )
    sizes = {layout.size for layout in struct.layout.values()}
    lines = [
        f"{_docs(struct.doc)}#[repr(C)]\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub struct {struct.name} {{\n{fields}}}",
        _empty(definition, struct),
    ]
    if len(sizes) == 1:
        lines.append(f"const _: () = assert!(core::mem::size_of::<{struct.name}>() == {sizes.pop()});")
    return "\n\n".join(lines)


def _empty(definition: Definition, struct: Struct) -> str:
    """Nothing in it but its own size, where it tells that."""
    values = {f.name: f"{f.type}::EMPTY" if definition.struct(f.type) else "0" for f in struct.fields}
    if STRUCT_SIZE in values:
        values[STRUCT_SIZE] = "core::mem::size_of::<Self>() as u32"
    inner = ", ".join(f"{name(field)}: {value}" for field, value in values.items())
    return f"""impl {struct.name} {{
    /// Nothing in it{" but its own size" if STRUCT_SIZE in values else ""}.
    pub const EMPTY: Self = Self {{ {inner} }};
}}"""


def _owned(doc: str, owner: str) -> str:
    return f"{doc} ({owner})" if owner else doc


def _functions(definition: Definition) -> str:
    declared = "\n".join(_function(function) for function in definition.functions)
    return f'#[cfg(feature = "library")]\nextern "C" {{\n{declared}}}'


def _function(function: Function) -> str:
    parameters = ", ".join(f"{name(p.name)}: {_pointed(p)}" for p in function.params)
    returns = "" if function.returns == "void" else f" -> {_returned(function.returns)}"
    return f"{function_docs(function, '    ')}    pub fn {function.name}({parameters}){returns};\n"


def _pointed(param: Param) -> str:
    base = scalar(param.type)
    if param.allocated:
        return f"*mut *mut {base}"
    if not param.pointer:
        return base
    return f"*{'const' if param.direction == 'in' else 'mut'} {base}"


def _returned(type_: str) -> str:
    return "*const core::ffi::c_char" if type_ == "const char *" else scalar(type_)


def function_docs(function: Function, indent: str = "", hidden: frozenset[str] = frozenset()) -> str:
    """What the definition says of a function, less the parameters that its caller never sees."""
    told = [(p.name, _owned(p.doc, prose.owner(p))) for p in function.params if p.name not in hidden]
    lines = [markdown(function.doc)]
    for title, entries in (("Parameters", told), ("Statuses", [(s.name, s.when) for s in function.statuses])):
        listed = [f"- `{entry}`: {markdown(text)}" for entry, text in entries if text]
        lines += ["", f"{title}:", *listed] if listed else []
    return "".join(f"{indent}/// {line}".rstrip() + "\n" for line in lines)
