"""What both of Python's layers say of themselves. The runner is that of ../vectors.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bad_inputs import Argument, Case
from language import HERE, Language, Workshop
from vector_definition import definition
from vector_runner import nested

RUNNER = HERE.parent / "vectors" / "vector_runner.py"


def language(layer: str, name: str, route: str) -> Language:
    command: Sequence[str | Path] = [sys.executable, RUNNER, "--layer", layer]

    def build(workshop: Workshop) -> None:
        """`make .venv/installed` has done it."""
        workshop.run(sys.executable, "-c", f"import machport.raw.{layer}")

    def refused(workshop: Workshop, cases: list[Case]) -> set[int]:
        """What a program says that makes the calls; and that none is refused for what is good in it."""
        calls = [(case.number, case.function, _values(case.function, case.arguments)) for case in cases]
        good = {case.function: case for case in cases if case.what == "one argument too many"}
        calls += [(-1, case.function, _values(case.function, case.arguments[:-1])) for case in good.values()]
        file = workshop.folder / "bad_inputs.txt"
        file.write_text(repr(calls), encoding="utf-8")
        found = set(json.loads(workshop.run(sys.executable, HERE / "python_refused.py", layer, file)))
        assert -1 not in found, "a call with good arguments is refused"
        return found

    return Language(
        name=name,
        route=route,
        version=[sys.executable, "--version"],
        build=build,
        runner=lambda workshop: command,
        refused=refused,
        falsified=lambda workshop, vector: [*command, "--falsify", vector],
    )


def _values(function: str, arguments: tuple[Argument, ...]) -> list[Any]:
    shapes = {each.name: each.struct for each in definition("embedded").functions[function].parameters}
    return [_value(argument, shapes.get(argument.name)) for argument in arguments]


def _value(argument: Argument, shape: Any) -> Any:
    if argument.bad in ("text", "nothing", "number"):
        return {"text": "text", "nothing": None, "number": 5}[argument.bad]
    if argument.form == "struct":
        return nested(shape, [0] * len(shape.fields))
    return {"integer": argument.number, "bytes": b"", "structs": []}[argument.form]
