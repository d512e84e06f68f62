"""The definition as Python should show it: which parameters a function takes and which results it gives.

SPDX-License-Identifier: MIT OR Apache-2.0

Read from machport.json by the rules of the layers, and not by the generator that the layers come from.
"""

import json
import keyword
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FILES = {"machport": ROOT / "abi" / "machport.json", "embedded": ROOT / "mach" / "embedded.json"}
MODULES = {
    "machport": {"swig": "machport.raw.swig", "cffi": "machport.raw.cffi"},
    "embedded": {"swig": "machport.raw.embedded_swig", "cffi": "machport.raw.embedded_cffi"},
}
LAYERS = ("swig", "cffi")
RANGES = {
    "uint32_t": (0, 2**32 - 1),
    "int32_t": (-(2**31), 2**31 - 1),
    "uint64_t": (0, 2**64 - 1),
    "size_t": (0, 2**64 - 1),
}


@dataclass(frozen=True)
class Parameter:
    """A parameter as Python sees it: an integer with its range, bytes, a struct, or an array of either."""

    name: str
    what: str  # "integer", "bytes", "struct" or "array of struct"
    lowest: int = 0
    highest: int = 0
    struct: str = ""
    nullable: bool = False
    capacity: bool = False  # room that the call makes for its results
    port: bool = False  # a name
    waits: bool = False  # how long the call may wait


@dataclass(frozen=True)
class Function:
    """A function of the definition."""

    entry: dict[str, Any]
    definition: "Definition"

    @property
    def name(self) -> str:
        return str(self.entry["name"])

    @cached_property
    def inputs(self) -> list[Parameter]:
        """In C order, less what only comes out, and less the sizes of what goes in."""
        capacities = {p["sized_by"] for p in self.entry["params"] if p["direction"] == "out" and "sized_by" in p}
        return [self._parameter(p, p["name"] in capacities) for p in self._given]

    @cached_property
    def _given(self) -> list[dict[str, Any]]:
        given = [p for p in self.entry["params"] if p["direction"] != "out"]
        sizes = {p["sized_by"] for p in given if "sized_by" in p}
        return [p for p in given if p["name"] not in sizes]

    @property
    def seen(self) -> list[dict[str, Any]]:
        """The parameters of C that Python shows, as an argument or as a result."""
        given = [p["name"] for p in self._given]
        return [p for p in self.entry["params"] if p["name"] in given or p["direction"] != "in"]

    @property
    def signature(self) -> str:
        return f"({', '.join(p.name for p in self.inputs)}{', /' if self.inputs else ''})"

    def _parameter(self, entry: dict[str, Any], capacity: bool) -> Parameter:
        name = entry["name"] + "_" * keyword.iskeyword(entry["name"])
        base = self.definition.base(entry["type"])
        nullable = bool(entry.get("nullable"))
        if base in RANGES and not entry.get("pointer"):
            waits = self.entry.get("blocks", False) and name == "timeout_ns"
            return Parameter(name, "integer", *RANGES[base], capacity=capacity, port="kind" in entry, waits=waits)
        if base == "void":
            return Parameter(name, "bytes", nullable=nullable)
        if base in self.definition.structs:
            return Parameter(name, "array of struct" if "sized_by" in entry else "struct", struct=base, nullable=nullable)
        raise AssertionError(f"{self.name}: this table does not know how Python passes {entry['name']}: {entry}")


@dataclass(frozen=True)
class Definition:
    """A whole definition."""

    entry: dict[str, Any]

    @cached_property
    def constants(self) -> dict[str, int]:
        statuses = {status["constant"]: status["value"] for status in self.entry["statuses"]}
        return {constant["name"]: constant["value"] for constant in self.entry["constants"]} | statuses

    @cached_property
    def structs(self) -> dict[str, list[dict[str, Any]]]:
        """The fields of each struct, less struct_size, which no caller says."""
        return {s["name"]: [f for f in s["fields"] if f["name"] != "struct_size"] for s in self.entry["structs"]}

    @cached_property
    def functions(self) -> dict[str, Function]:
        return {entry["name"]: Function(entry, self) for entry in self.entry["functions"]}

    def base(self, type_name: str) -> str:
        """The C type that a type of the definition is."""
        types = {entry["name"]: entry["type"] for entry in _read("machport")["types"] + self.entry["types"]}
        return str(types.get(type_name, type_name))


def _read(which: str) -> dict[str, Any]:
    definition: dict[str, Any] = json.loads(FILES[which].read_text(encoding="utf-8"))
    return definition


@cache
def load(which: str) -> Definition:
    """The definition of the ABI ("machport") or of what only the embedded Mach has ("embedded")."""
    return Definition(_read(which))
