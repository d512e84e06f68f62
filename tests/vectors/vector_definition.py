"""The functions, structs and constants that vectors speak of, from the machine-readable definition.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
EMBEDDED = ("embedded", "emulated")
"""The embedded Mach, and Darwin's library above it, in an emulator."""
WITH_TASKS = (*EMBEDDED, "gnumach")
"""Where a test can act as several tasks, by the embedded Mach's interface: with GNU Mach the test program has some of it."""
SCALARS = {"uint32_t": "u32", "int32_t": "i32", "uint64_t": "u64", "size_t": "size"}
STRUCT_SIZE = "struct_size"
"""What a sized struct says of itself; the runner fills it in."""


@dataclass(frozen=True)
class Field:
    """A number of a struct; one of a struct inside it has a path, `reply.name`. verb: who owns it, where it is a name."""

    path: str
    type: str
    verb: str = ""
    nullable: bool = False
    maybe_dead: bool = False


@dataclass(frozen=True)
class Struct:
    """A struct as the list of its numbers, without struct_size."""

    name: str
    sized: bool
    fields: tuple[Field, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(field.path for field in self.fields)


@dataclass(frozen=True)
class Parameter:
    """shape: scalar, array (of numbers), bytes, struct or structs (an array of them). kind and verb: of a name."""

    name: str
    role: str
    shape: str
    type: str
    kind: str
    verb: str
    nullable: bool
    maybe_dead: bool
    struct: Struct | None
    sized_by: str
    counted_by: str

    @property
    def given(self) -> bool:
        return self.role != "out"

    @property
    def written(self) -> bool:
        return self.role != "in"


@dataclass(frozen=True)
class Function:
    """returns: status, number or text. statuses: by name, those that the definition lists."""

    name: str
    returns: str
    parameters: tuple[Parameter, ...]
    statuses: tuple[str, ...]

    def parameter(self, name: str) -> Parameter:
        return next(parameter for parameter in self.parameters if parameter.name == name)

    @cached_property
    def sizes(self) -> dict[str, Parameter]:
        """The parameters that only tell how large an argument is, which the argument itself does."""
        return {parameter.sized_by: parameter for parameter in self.parameters if parameter.sized_by and parameter.given}


class Definition:
    """What one or several definitions have."""

    def __init__(self, *files: Path) -> None:
        self.functions: dict[str, Function] = {}
        self.constants: dict[str, int] = {}
        self.types: dict[str, str] = {}
        self.structs: dict[str, Struct] = {}
        self.statuses: dict[str, int] = {}
        for file in files:
            ir = json.loads(file.read_text(encoding="utf-8"))
            self.constants |= {constant["name"]: constant["value"] for constant in ir["constants"]}
            self.constants |= {status["constant"]: status["value"] for status in ir["statuses"]}
            self.statuses |= {status["name"]: status["value"] for status in ir["statuses"]}
            self.types |= {type_["name"]: type_["type"] for type_ in ir["types"]}
            for struct in ir["structs"]:
                fields = struct["fields"]
                sized = fields[0]["name"] == STRUCT_SIZE
                flat = tuple(each for field in fields[sized:] for each in self._flat(field))
                self.structs[struct["name"]] = Struct(struct["name"], sized, flat)
            self.functions |= {function["name"]: self._function(function) for function in ir["functions"]}
            self.constants.setdefault("DEFINITION_HASH", int(ir["hash"], 16))

    def _base(self, type_: str) -> str:
        """The number under a typedef."""
        while type_ in self.types:
            type_ = self.types[type_]
        return SCALARS[type_]

    def _flat(self, field: dict[str, Any]) -> Iterator[Field]:
        if field["type"] not in self.structs:
            told = (field.get("verb", ""), field.get("nullable", False), field.get("maybe_dead", False))
            yield Field(field["name"], self._base(field["type"]), *told)
            return
        for inner in self.structs[field["type"]].fields:
            verb = field["verb"] if inner.verb == "per_element" else inner.verb
            yield replace(inner, path=f"{field['name']}.{inner.path}", verb=verb)

    def _function(self, function: dict[str, Any]) -> Function:
        returns = {"machport_status_t": "status", "const char *": "text"}.get(function["returns"], "number")
        statuses = tuple(status["name"] for status in function["statuses"])
        return Function(function["name"], returns, tuple(map(self._parameter, function["params"])), statuses)

    def _parameter(self, param: dict[str, Any]) -> Parameter:
        struct, array = self.structs.get(param["type"]), "sized_by" in param
        shape = ("structs" if array else "struct") if struct else "array" if array else "scalar"
        return Parameter(
            name=param["name"],
            role=param["direction"],
            shape="bytes" if param["type"] == "void" else shape,
            type="" if struct or param["type"] == "void" else self._base(param["type"]),
            kind=param.get("kind", ""),
            verb=param.get("verb", ""),
            nullable=param.get("nullable", False),
            maybe_dead=param.get("maybe_dead", False),
            struct=struct,
            sized_by=param.get("sized_by", ""),
            counted_by=param.get("counted_by", ""),
        )


def definition(mach: str = "") -> Definition:
    """The definition as that Mach has it, and beside it the interface of several tasks."""
    files = [ROOT / "abi" / "machport.json"]
    if mach in WITH_TASKS:
        files.append(ROOT / "mach" / "embedded.json")
    return Definition(*files)
