"""The vectors for runners of other languages: one flat JSON file, in which every word is resolved.

SPDX-License-Identifier: MIT OR Apache-2.0

`vectors` are the steps, `functions` say of each parameter what a runner must know. Numbers are decimal text, since not every
language's JSON has integers of 64 bits.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from vector_table import KINDS, Definition, Step, Value, Vector


def text(vectors: list[Vector], known: Definition) -> str:
    functions = {step.function["name"]: _function(step.function, known) for vector in vectors for step in vector.steps}
    kinds = {kind: known.constants[f"MACHPORT_KIND_{kind.upper()}"] for kind in KINDS}
    steps = [{"name": vector.name, "steps": [_step(step, known) for step in vector.steps]} for vector in vectors]
    return json.dumps({"kinds": kinds, "functions": functions, "vectors": steps}, indent=1)


def write(path: Path, vectors: list[Vector], known: Definition) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text(vectors, known), encoding="utf-8")
    return path


def _function(function: dict[str, Any], known: Definition) -> dict[str, Any]:
    params = [
        {
            "name": param["name"],
            "type": known.base(param["type"]),
            "role": "in" if param["direction"] == "in" else "array" if param.get("sized_by") else "out",
            "port": bool(param.get("kind")),
            "owned": param.get("verb") == "owned",
            "nullable": bool(param.get("nullable")),
            "maybe_dead": bool(param.get("maybe_dead")),
            "sized_by": param.get("sized_by", ""),
            "counted_by": param.get("counted_by", ""),
        }
        for param in function["params"]
    ]
    returns = {"machport_status_t": "status", "const char *": "text"}.get(function["returns"], "number")
    return {"returns": returns, "params": params}


def _step(step: Step, known: Definition) -> dict[str, Any]:
    return {
        "call": step.function["name"],
        "args": {name: _value(value) for name, value in step.args.items()},
        "status": str(known.statuses[step.status]),
        "returns": _value(step.returns) if step.returns else None,
        "out": {name: _value(value) for name, value in step.out.items()},
        "rows": [{name: _value(value) for name, value in row.items()} for row in step.rows],
        "counts": step.counts,
        "null": sorted(step.null),
        "same": sorted(step.same),
        "repeat": step.repeat,
        "observed": step.observed,
    }


def _value(value: Value) -> dict[str, Any]:
    """{number} | {slot, number}: a slot's number and something added | {bind}: fill a slot | {text}; not: anything but that."""
    told: dict[str, Any] = {
        "number": {"number": str(value.number)},
        "slot": {"slot": value.slot, "number": str(value.number)},
        "bind": {"bind": value.slot},
        "text": {"text": value.text},
    }[value.form]
    return told | ({"not": True} if value.other else {})
