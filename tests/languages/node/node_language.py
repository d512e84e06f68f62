"""JavaScript: the package `machport`, whose raw layer is generated, through Node-API.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from bad_inputs import ROOT, Case
from language import Language, Workshop
from machport_gen import ir

HERE = Path(__file__).resolve().parent
PACKAGE = ROOT / "bindings" / "node"


def build(workshop: Workshop) -> None:
    """As in a program of somebody's: the package lies in its node_modules, and its own script builds it there."""
    installed = workshop.folder / "node_modules" / "machport"
    shutil.rmtree(installed, ignore_errors=True)
    shutil.copytree(PACKAGE, installed, ignore=shutil.ignore_patterns("build"))
    workshop.run("node", installed / "build.js", CFLAGS="-Werror")
    for script in HERE.rglob("*.js"):
        target = workshop.folder / script.relative_to(HERE)
        target.parent.mkdir(exist_ok=True)
        shutil.copy(script, target)


def runner(workshop: Workshop) -> list[str | Path]:
    return ["node", workshop.folder / "run.js"]


def refused(workshop: Workshop, cases: list[Case]) -> set[int]:
    file = workshop.folder / "bad_inputs.json"
    file.write_text(json.dumps([_told(case) for case in cases]), encoding="utf-8")
    return set(json.loads(workshop.run("node", workshop.folder / "refused.js", file)))


def _told(case: Case) -> dict[str, Any]:
    arguments = [
        {"form": a.form, "scalar": a.scalar, "bad": a.bad, "number": str(a.number), "fields": _fields(a.struct)}
        for a in case.arguments
    ]
    return {"number": case.number, "function": case.function, "arguments": arguments}


@cache
def _fields(struct: str) -> list[Any]:
    """The fields of a struct: each with whether it has 64 bits, or with those of the struct that it is."""
    known = ir.loads((ROOT / "abi" / "machport.json").read_text(encoding="utf-8"))
    described = known.struct(struct) if struct else None
    fields = [f for f in described.fields if f.name != ir.STRUCT_SIZE] if described else []
    return [[f.name, _fields(f.type) if known.struct(f.type) else known.base(f.type) == "uint64_t"] for f in fields]


LANGUAGE = Language(
    name="JavaScript",
    route="Node-API, generated C",
    version=["node", "--version"],
    build=build,
    runner=runner,
    refused=refused,
)
