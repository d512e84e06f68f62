"""The IR: what a definition says, as plain data, and its JSON. Everything that is emitted comes from here alone.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from .words import Refused

LONGEST_SHOWN = 60
SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which JSON can say
# What the hash leaves out: a better sentence makes no other binding.
PROSE = {"generated", "hash", "doc", "text", "when", "documented"}

# The scalars of an ABI: name -> (lowest, highest). size_t and uintptr_t have the width of the target.
SCALARS = {
    "int8_t": (-(2**7), 2**7 - 1),
    "int16_t": (-(2**15), 2**15 - 1),
    "int32_t": (-(2**31), 2**31 - 1),
    "int64_t": (-(2**63), 2**63 - 1),
    "uint8_t": (0, 2**8 - 1),
    "uint16_t": (0, 2**16 - 1),
    "uint32_t": (0, 2**32 - 1),
    "uint64_t": (0, 2**64 - 1),
}
SIZE = "size_t"
ADDRESS = "uintptr_t"
# The field by which a struct tells its own size; a layer's caller never sees it.
STRUCT_SIZE = "struct_size"


@dataclass
class Constant:
    name: str
    value: int
    type: str
    doc: str


@dataclass
class Status:
    name: str
    constant: str
    value: int
    class_: str
    text: str


@dataclass
class Type:
    """A name for a scalar; with a kind, for a port; with status, for what a function answers."""

    name: str
    type: str
    kind: str = ""
    status: bool = False
    doc: str = ""


@dataclass
class Port:
    """What a place (a parameter, a field, a returned value) says of the right in it."""

    kind: str = ""
    verb: str = ""
    nullable: bool = False
    maybe_dead: bool = False
    released_by: str = ""
    retained_until: str = ""


@dataclass
class Field(Port):
    name: str = ""
    type: str = ""
    doc: str = ""


@dataclass
class Layout:
    size: int
    align: int
    offsets: list[int]


@dataclass
class Struct:
    name: str
    doc: str
    fields: list[Field]
    layout: dict[str, Layout]


@dataclass
class Param(Port):
    name: str = ""
    type: str = ""
    direction: str = "in"
    pointer: bool = False
    array: bool = False
    allocated: bool = False
    sized_by: str = ""
    counted_by: str = ""
    doc: str = ""


@dataclass
class Documented:
    """A status that a function documents, and when it answers it."""

    name: str
    when: str


@dataclass
class Function(Port):
    name: str = ""
    doc: str = ""
    returns: str = ""
    since: str = "1.0"
    blocks: bool = False
    optional: bool = False
    params: list[Param] = field(default_factory=list)
    statuses: list[Documented] = field(default_factory=list)


@dataclass
class Definition:
    generated: str
    library: str
    header: str
    version: str
    hash: str
    constants: list[Constant]
    statuses: list[Status]
    types: list[Type]
    structs: list[Struct]
    functions: list[Function]

    def base(self, name: str) -> str:
        """The scalar (or struct, or void) that a type's name stands for."""
        return next((t.type for t in self.types if t.name == name), name)

    def is_status(self, name: str) -> bool:
        return any(t.name == name and t.status for t in self.types)

    def struct(self, name: str) -> Struct | None:
        return next((s for s in self.structs if s.name == name), None)


# Keys that are written even where they are empty: they are part of what the thing is.
ALWAYS = {
    Constant: {"name", "value", "type", "doc"},
    Status: {"name", "constant", "value", "class", "text"},
    Type: {"name", "type", "doc"},
    Field: {"name", "type", "doc"},
    Layout: {"size", "align", "offsets"},
    Struct: {"name", "doc", "fields", "layout"},
    Param: {"name", "type", "direction", "doc"},
    Documented: {"name", "when"},
    Function: {"name", "doc", "returns", "since", "params", "statuses"},
    Definition: {f.name for f in dataclasses.fields(Definition)},
}
FIRST = ["name", "type", "direction", "kind", "verb"]


def plain(value: Any) -> Any:
    """Dataclasses to JSON values; what says nothing is left out."""
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if not dataclasses.is_dataclass(value):
        return value
    names = [f.name for f in dataclasses.fields(value)]
    names.sort(key=lambda n: (FIRST.index(n) if n in FIRST else len(FIRST), n == "doc"))
    if isinstance(value, Function):
        names.sort(key=["name", "doc", "returns"].count, reverse=True)
    out = {}
    for name in names:
        key, item = name.rstrip("_"), getattr(value, name)
        if item or key in ALWAYS[type(value)]:
            out[key] = plain(item)
    return out


T = TypeVar("T")
HINTS = {kind: get_type_hints(kind) for kind in ALWAYS}


def built(kind: type[T], data: Any) -> T:
    """The inverse of plain(): what the data does not name is what it is by default. Refused where it is something else."""
    if not isinstance(data, dict):
        raise Refused(f"{_shown(data)} is no {kind.__name__.lower()}")
    known = {name: (name.rstrip("_"), hint) for name, hint in HINTS[kind].items()}
    args = {name: _value(hint, data[key], f"{kind.__name__.lower()}.{key}") for name, (key, hint) in known.items() if key in data}
    try:
        return kind(**args)
    except TypeError:
        needed = {f.name.rstrip("_") for f in dataclasses.fields(kind) if f.default is f.default_factory is dataclasses.MISSING}  # type: ignore[arg-type]
        raise Refused(f"a {kind.__name__.lower()} lacks {', '.join(sorted(needed - data.keys()))}: {_shown(data)}") from None


def _value(hint: Any, data: Any, what: str) -> Any:
    """One field's value, which is of the type that its hint says."""
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return built(hint, data)
    outer, inner = get_origin(hint) or hint, get_args(hint)
    if type(data) is not outer:
        raise Refused(f"{what} is {_shown(data)}, no {outer.__name__}")
    if outer is str and SURROGATE.search(data):
        raise Refused(f"{what} is {_shown(data)}, which no file can hold")
    if outer is list:
        return [_value(inner[0], each, what) for each in data]
    if outer is dict:
        return {key: _value(inner[1], each, what) for key, each in data.items()}
    return data


def _shown(data: Any) -> str:
    text = json.dumps(data)
    return text if len(text) < LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}..."


def rendered(value: Any, indent: int = 0) -> str:
    """JSON with one line for each thing that holds no other, so that a change is seen as the lines that it touches."""
    inside = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if not any(isinstance(v, dict) or isinstance(v, list) and any(isinstance(x, dict) for x in v) for v in inside):
        return json.dumps(value, ensure_ascii=False)
    pad = " " * (indent + 2)
    if isinstance(value, list):
        return "[\n" + ",\n".join(pad + rendered(v, indent + 2) for v in value) + "\n" + " " * indent + "]"
    inner = [f"{json.dumps(k)}: {rendered(v, indent + 2)}" for k, v in value.items()]
    return "{\n" + ",\n".join(pad + i for i in inner) + "\n" + " " * indent + "}"


def hashed(definition: Definition) -> str:
    """64 bits that change with every name, value, layout and verb, and with nothing else."""

    def stripped(value: Any) -> Any:
        if isinstance(value, list):
            return [stripped(v) for v in value]
        if isinstance(value, dict):
            return {k: stripped(v) for k, v in value.items() if k not in PROSE}
        return value

    data = stripped(plain(definition))
    for function in data["functions"]:
        del function["statuses"]
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "0x" + hashlib.sha256(canonical.encode()).hexdigest()[:16]


def dumps(definition: Definition) -> str:
    return rendered(plain(definition)) + "\n"


def loads(text: str) -> Definition:
    """Refused where the text is no definition, or one that does not hold together."""
    from . import coherence

    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(f"no definition can be read: {error}") from None
    definition = built(Definition, data)
    coherence.check(definition)
    return definition
