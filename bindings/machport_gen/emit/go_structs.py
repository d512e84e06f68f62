"""The structs of a definition for Go, each with what lies in memory as C's does.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from ..ir import STRUCT_SIZE, Definition, Field, Struct
from . import managed, prose
from .go_words import docs, private, public, scalar


def struct(definition: Definition, described: Struct) -> str:
    name = public(definition, described.name)
    lines = "\n".join(
        f"{docs(_owned(f), chr(9))}\t{public(definition, f.name)} {_field_type(definition, f)}\n" for f in _shown(described)
    )
    declared = f"{docs(described.doc)}type {name} struct {{\n{lines.rstrip()}\n}}"
    if not is_other(definition, described):
        return f"{declared}\n\n{_layout(described, name)}"
    return f"{declared}\n\n{_in_c(definition, described, name)}"


def _in_c(definition: Definition, described: Struct, name: str) -> str:
    """A struct of C's that has what Go's has not, its size, or such a one in it."""
    own, shown = in_c(name), _shown(described)
    sized = [f"{private(STRUCT_SIZE)}: {managed.size_of(described)}"] if managed.is_sized(described) else []
    types = {f.name: in_c(_field_type(definition, f)) if _has_other(definition, f) else _field_type(definition, f) for f in shown}
    fields = [*([(private(STRUCT_SIZE), "uint32")] if sized else []), *((private(f.name), types[f.name]) for f in shown)]
    width = max(len(field) for field, _ in fields)
    lines = "".join(f"\t{field:<{width}} {type_}\n" for field, type_ in fields)
    from_c = [f"c.{private(f.name)}{'.shown()' if _has_other(definition, f) else ''}" for f in shown]
    to_c = [f"{private(f.name)}: v.{public(definition, f.name)}{'.c()' if _has_other(definition, f) else ''}" for f in shown]
    return "\n\n".join(
        [
            f"type {own} struct {{\n{lines}}}",
            _layout(described, own),
            f"func (c *{own}) shown() {name} {{\n\treturn {name}{{{', '.join(from_c)}}}\n}}",
            f"func (v {name}) c() {own} {{\n\treturn {own}{{{', '.join([*sized, *to_c])}}}\n}}",
        ]
    )


def in_c(name: str) -> str:
    """How a struct is called that lies in memory as C's does, where Go's own does not."""
    return f"c{name}"


def _layout(described: Struct, name: str) -> str:
    return f"// It lies in memory as C's does.\nvar _ [{managed.size_of(described)}]byte = [unsafe.Sizeof({name}{{}})]byte{{}}"


def _shown(described: Struct) -> list[Field]:
    return [f for f in described.fields if f.name != STRUCT_SIZE]


def _has_other(definition: Definition, field: Field) -> bool:
    struct = definition.struct(field.type)
    return struct is not None and is_other(definition, struct)


def is_other(definition: Definition, described: Struct) -> bool:
    """Whether C's struct is not as Go's."""
    return managed.is_sized(described) or any(_has_other(definition, f) for f in described.fields)


def _owned(field: Field) -> str:
    told = prose.owner(field)
    return f"{field.doc} ({told})" if told else field.doc


def _field_type(definition: Definition, field: Field) -> str:
    return public(definition, field.type) if definition.struct(field.type) else scalar(definition, field.type)
