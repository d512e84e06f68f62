"""The vectors as a runner needs them: what one Mach is expected to answer, every word of it resolved against the definition.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from vector_definition import EMBEDDED, Definition, Function, Parameter
from vector_value import Slots, Value, argument, argument_size, expectation, scalar

VECTORS = Path(__file__).resolve().parent
MACHS = (*EMBEDDED, "darwin", "gnumach")
KINDS = ("send", "receive", "send_once", "port_set", "dead_name")
MISSHAPEN = (AttributeError, KeyError, TypeError)
"""What comes of a value that is of another type than schema.json says."""
UNTOLD = "MACH_RCV_TOO_LARGE"
"""After it a count says for how much there must be room, not how much there is: nobody looks into the arrays."""


class Malformed(ValueError):
    """A file that is not as schema.json says."""


@dataclass(frozen=True)
class Step:
    """One call and what it must do. args: one for each parameter that is given; out: what is expected of the others."""

    function: Function
    args: dict[str, Value]
    status: str
    returns: Value | None = None
    out: dict[str, Value] = field(default_factory=dict)
    rows: tuple[dict[str, Value], ...] = ()
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    null: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()
    struct_size: dict[str, int] = field(default_factory=dict)
    repeat: int = 1
    observed: bool = True

    @property
    def needs_pointers(self) -> bool:
        """Only a language with pointers, or one that fills structs itself, can say it."""
        return bool(self.null or self.same or self.struct_size)

    @property
    def arrays_are_told(self) -> bool:
        return self.status != UNTOLD


@dataclass(frozen=True)
class Vector:
    name: str
    source: str
    steps: tuple[Step, ...]


def files(mach: str) -> list[Path]:
    """The files of vectors that a Mach runs: all of those here, and those in the folder of its name."""
    folder = "embedded" if mach in EMBEDDED else mach
    contents = {path: _content(path.read_bytes(), path.stem) for path in sorted(VECTORS.glob("*.json"))}
    common = [
        path for path, content in contents.items() if isinstance(content, dict) and "group" in content and _runs(content, mach)
    ]
    return common + sorted((VECTORS / folder).glob("*.json"))


def load(mach: str, known: Definition) -> list[Vector]:
    """Every vector, with the expectations of one Mach. Malformed where a file is not as schema.json says, another ValueError
    where it says what cannot be."""
    vectors = [vector for path in files(mach) for vector in read(path.read_bytes(), path.stem, mach, known)]
    names = [vector.name for vector in vectors]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"two vectors have one name: {', '.join(sorted(twice))}")
    return vectors


def read(text: bytes, stem: str, mach: str, known: Definition) -> list[Vector]:
    """The vectors of one file; stem is its name without .json."""
    content = _content(text, stem)
    if not isinstance(content, dict):
        raise Malformed(f"{stem}.json: it is no object")
    vectors = []
    try:
        if content["group"] != stem:
            raise ValueError(f"{stem}.json: the group must have the file's name, not {content['group']}")
        for vector in content["vectors"]:
            name = f"{stem}/{vector['name']}"
            written = vector.get("on", {}).get(mach, vector)["steps"]
            vectors.append(Vector(name, vector["source"], _steps(name, written, mach, known)))
    except MISSHAPEN as error:
        raise Malformed(f"{stem}.json: {error!r}") from error
    return vectors


def falsified(vectors: list[Vector], name: str) -> list[Vector]:
    """The vectors with one thing of the named one made wrong: a runner that does not fail then is broken.
    A count; where there is none, a number that is expected of a struct."""
    for position, vector in enumerate(vectors):
        if vector.name != name:
            continue
        for number, step in enumerate(vector.steps):
            if wrong := _wrong_count(step) or _wrong_struct(step):
                steps = (*vector.steps[:number], wrong, *vector.steps[number + 1 :])
                return [*vectors[:position], replace(vector, steps=steps), *vectors[position + 1 :]]
        raise ValueError(f"{name} expects nothing that could be made wrong")
    raise ValueError(f"there is no vector {name}")


def _wrong_count(step: Step) -> Step | None:
    for slot, counts in step.counts.items():
        kind = next(iter(counts), "send")
        return replace(step, counts=step.counts | {slot: counts | {kind: counts.get(kind, 0) + 1}})
    return None


def _wrong_struct(step: Step) -> Step | None:
    for name, expected in step.out.items():
        for place, part in enumerate(expected.parts):
            if part.form == "number":
                wrong = replace(part, number=part.number + 1)
                parts = (*expected.parts[:place], wrong, *expected.parts[place + 1 :])
                return replace(step, out=step.out | {name: replace(expected, parts=parts)})
    return None


def _content(text: bytes, stem: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"{stem}.json: {error}") from error


def _is_group(content: Any) -> bool:
    """There are other files beside the vectors."""
    return isinstance(content, dict) and "group" in content


def _runs(content: dict[str, Any], mach: str) -> bool:
    return mach not in content.get("not_on", {})


def _steps(vector: str, written: list[dict[str, Any]], mach: str, known: Definition) -> tuple[Step, ...]:
    slots = Slots()
    steps = []
    for number, step in enumerate(written, 1):
        try:
            steps.append(_step(step | step.get("on", {}).get(mach, {}), known, slots))
        except MISSHAPEN as error:
            raise Malformed(f"{vector}, step {number}: {error!r}") from error
        except ValueError as error:
            raise ValueError(f"{vector}, step {number}: {error}") from None
    return tuple(steps)


def _step(step: dict[str, Any], known: Definition, slots: Slots) -> Step:
    function = known.functions.get(step["call"])
    if function is None:
        raise ValueError(f"the definition has no {step['call']}")
    status = step.get("status", "KERN_SUCCESS")
    if status not in known.statuses:
        raise ValueError(f"the definition has no status {status}")
    parameters = function.parameters
    pointers = {each.name for each in parameters if each.written or each.shape in ("bytes", "struct", "structs")}
    _check_args(function, step.get("args", {}))
    _known("out", {each.name for each in parameters if each.written and each.shape != "array"}, step.get("out", {}))
    _known("null or same", pointers, [*step.get("null", []), *step.get("same", [])])
    _known("struct_size", {each.name for each in parameters if each.struct and each.struct.sized}, step.get("struct_size", {}))
    if step.get("unobserved") and "counts" in step:
        raise ValueError("a step that nobody observes cannot have counts")
    args = {name: argument(function.parameter(name), value, known, slots) for name, value in step.get("args", {}).items()}
    args |= {each.name: Value("null") for each in parameters if _may_be_missing(each) and each.name not in args}
    args |= {size: argument_size(args[of.name], of) for size, of in function.sizes.items()}
    rows = tuple({name: scalar(value, known, slots) for name, value in row.items()} for row in step.get("rows", []))
    for row in rows:
        _known("rows", {each.name for each in parameters if each.shape == "array"}, row)
    new = Slots()
    returns = expectation(None, step["returns"], known, slots, new) if "returns" in step else None
    out = {name: expectation(function.parameter(name), value, known, slots, new) for name, value in step.get("out", {}).items()}
    slots.add(new)
    _known("counts", slots.numbers, step.get("counts", {}))
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
        struct_size=step.get("struct_size", {}),
        repeat=step.get("repeat", 1),
        observed=not step.get("unobserved", False),
    )


def _check_args(function: Function, given: dict[str, Any]) -> None:
    """Every input must be given, but for those that only tell the size of another, and pointers that may be NULL."""
    expected = {each.name for each in function.parameters if each.given} - set(function.sizes)
    optional = {each.name for each in function.parameters if _may_be_missing(each)}
    if expected - optional != set(given) - optional:
        raise ValueError(f"args must be {sorted(expected)}, not {sorted(given)}")


def _may_be_missing(parameter: Parameter) -> bool:
    return parameter.given and parameter.shape == "struct" and parameter.nullable


def _known(what: str, allowed: set[str], got: Any) -> None:
    if unknown := set(got) - allowed:
        raise ValueError(f"{what}: there is no {', '.join(sorted(unknown))} here")
