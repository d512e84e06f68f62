"""The vectors as a runner needs them: what one Mach is expected to answer, every word of it resolved against the definition.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).resolve().parent
ROOT = VECTORS.parents[1]
EMBEDDED = ("embedded", "emulated")
"""The embedded Mach, and Darwin's library above it, in an emulator."""
MACHS = (*EMBEDDED, "darwin", "gnumach")
KINDS = ("send", "receive", "send_once", "port_set", "dead_name")


@dataclass(frozen=True)
class Value:
    """A number, a slot's number and something added, a new slot, or a text; other: anything but that."""

    form: str
    number: int = 0
    slot: str = ""
    text: str = ""
    other: bool = False


@dataclass(frozen=True)
class Step:
    """One call and what it must do."""

    function: dict[str, Any]
    args: dict[str, Value]
    status: str
    returns: Value | None = None
    out: dict[str, Value] = field(default_factory=dict)
    rows: tuple[dict[str, Value], ...] = ()
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    null: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()
    repeat: int = 1
    observed: bool = True

    @property
    def needs_pointers(self) -> bool:
        """Only a language with pointers can say it."""
        return bool(self.null or self.same)


@dataclass(frozen=True)
class Vector:
    name: str
    source: str
    steps: tuple[Step, ...]


class Definition:
    """The functions and constants that vectors speak of, from the machine-readable definition."""

    def __init__(self, *files: Path) -> None:
        self.functions: dict[str, dict[str, Any]] = {}
        self.constants: dict[str, int] = {}
        self.types: dict[str, str] = {}
        self.statuses: dict[str, int] = {}
        for file in files:
            ir = json.loads(file.read_text(encoding="utf-8"))
            self.functions |= {function["name"]: function for function in ir["functions"]}
            self.constants |= {constant["name"]: constant["value"] for constant in ir["constants"]}
            self.constants |= {status["constant"]: status["value"] for status in ir["statuses"]}
            self.statuses |= {status["name"]: status["value"] for status in ir["statuses"]}
            self.types |= {type_["name"]: type_["type"] for type_ in ir["types"]}
            self.constants.setdefault("DEFINITION_HASH", int(ir["hash"], 16))

    def base(self, type_: str) -> str:
        """The C type under a typedef."""
        while type_ in self.types:
            type_ = self.types[type_]
        return type_


def definition(mach: str) -> Definition:
    """The definition as that Mach has it: the embedded one has an interface of its own beside it."""
    files = [ROOT / "abi" / "machport.json"]
    if mach in EMBEDDED:
        files.append(ROOT / "mach" / "embedded.json")
    return Definition(*files)


def files(mach: str) -> list[Path]:
    """The files of vectors that a Mach runs: all of those here, and those in the folder of its name."""
    folder = "embedded" if mach in EMBEDDED else mach
    return [path for path in sorted(VECTORS.glob("*.json")) if "group" in _read(path)] + sorted((VECTORS / folder).glob("*.json"))


def load(mach: str, known: Definition) -> list[Vector]:
    """Every vector, with the expectations of one Mach."""
    vectors = []
    for path in files(mach):
        content = _read(path)
        if content["group"] != path.stem:
            raise ValueError(f"{path.name}: the group must have the file's name, not {content['group']}")
        for vector in content["vectors"]:
            name = f"{content['group']}/{vector['name']}"
            written = vector.get("on", {}).get(mach, vector)["steps"]
            vectors.append(Vector(name, vector["source"], _steps(name, written, mach, known)))
    names = [vector.name for vector in vectors]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"two vectors have one name: {', '.join(sorted(twice))}")
    return vectors


def falsified(vectors: list[Vector], name: str) -> list[Vector]:
    """The vectors with one count of the named one made wrong: a runner that does not fail then is broken."""
    for position, vector in enumerate(vectors):
        if vector.name != name:
            continue
        for number, step in enumerate(vector.steps):
            for slot, counts in step.counts.items():
                kind = next(iter(counts), "send")
                wrong = step.counts | {slot: counts | {kind: counts.get(kind, 0) + 1}}
                steps = (*vector.steps[:number], replace(step, counts=wrong), *vector.steps[number + 1 :])
                return [*vectors[:position], replace(vector, steps=steps), *vectors[position + 1 :]]
        raise ValueError(f"{name} counts nothing that could be made wrong")
    raise ValueError(f"there is no vector {name}")


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _steps(vector: str, written: list[dict[str, Any]], mach: str, known: Definition) -> tuple[Step, ...]:
    slots: set[str] = set()
    steps = []
    for number, step in enumerate(written, 1):
        try:
            steps.append(_step(step | step.get("on", {}).get(mach, {}), known, slots))
        except ValueError as error:
            raise ValueError(f"{vector}, step {number}: {error}") from None
    return tuple(steps)


def _step(step: dict[str, Any], known: Definition, slots: set[str]) -> Step:
    function = known.functions.get(step["call"])
    if function is None:
        raise ValueError(f"the definition has no {step['call']}")
    status = step.get("status", "KERN_SUCCESS")
    if status not in known.statuses:
        raise ValueError(f"the definition has no status {status}")
    inputs = {param["name"] for param in function["params"] if param["direction"] == "in"}
    outputs = {param["name"] for param in function["params"]} - inputs
    arrays = {param["name"] for param in function["params"] if param.get("sized_by")}
    _same("args", inputs, set(step.get("args", {})))
    _known("out", outputs - arrays, set(step.get("out", {})))
    _known("null or same", outputs, {*step.get("null", []), *step.get("same", [])})
    if step.get("unobserved") and "counts" in step:
        raise ValueError("a step that nobody observes cannot have counts")
    args = {name: _value(value, known, slots) for name, value in step.get("args", {}).items()}
    rows = tuple({name: _value(value, known, slots) for name, value in row.items()} for row in step.get("rows", []))
    for row in rows:
        _known("rows", arrays, set(row))
    new: set[str] = set()
    returns = _value(step["returns"], known, slots, new) if "returns" in step else None
    out = {name: _value(value, known, slots, new) for name, value in step.get("out", {}).items()}
    slots |= new
    _known("counts", slots, set(step.get("counts", {})))
    return Step(
        function=function,
        args=args,
        status=status,
        returns=returns,
        out=out,
        rows=rows,
        counts=step.get("counts", {}),
        null=frozenset(step.get("null", [])),
        same=frozenset(step.get("same", [])),
        repeat=step.get("repeat", 1),
        observed=not step.get("unobserved", False),
    )


def _same(what: str, expected: set[str], got: set[str]) -> None:
    if expected != got:
        raise ValueError(f"{what} must be {sorted(expected)}, not {sorted(got)}")


def _known(what: str, allowed: set[str], got: set[str]) -> None:
    if unknown := got - allowed:
        raise ValueError(f"{what}: there is no {', '.join(sorted(unknown))} here")


def _value(value: Any, known: Definition, slots: set[str], new: set[str] | None = None) -> Value:
    if isinstance(value, dict):
        return Value("text", text=value["text"]) if "text" in value else replace(_value(value["not"], known, slots), other=True)
    if isinstance(value, int):
        return Value("number", value)
    if value.startswith("0x"):
        return Value("number", int(value, 16))
    if value.startswith("=") and new is not None:
        new.add(value[1:])
        return Value("bind", slot=value[1:])
    if match := re.fullmatch(r"\$([a-z_]+)([+-]\d+)?", value):
        if match[1] not in slots:
            raise ValueError(f"nothing has filled ${match[1]}")
        return Value("slot", int(match[2] or 0), match[1])
    if value in known.constants:
        return Value("number", known.constants[value])
    raise ValueError(f"the definition has no constant {value}")
