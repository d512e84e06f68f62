"""C: the header itself. The runner is the build's own (../../c), with the vectors compiled in.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from bad_inputs import Argument, Case
from language import BUILT, Language, Workshop
from vector_definition import definition

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wsign-conversion", "-Werror"]
HEAD = "#include <machport/machport.h>\n"


def build(workshop: Workshop) -> None:
    """tests/run.py --build gcc has done it."""
    assert workshop.prefix.exists()


def runner(workshop: Workshop) -> list[str | Path]:
    return [BUILT / "tests" / "c" / "run_vectors"]


def falsified(workshop: Workshop, vector: str) -> list[str | Path]:
    """tests/c/CMakeLists.txt names the vector, too."""
    return [BUILT / "tests" / "c" / "run_vectors_falsified"]


def refused(workshop: Workshop, cases: list[Case]) -> set[int]:
    """The compiler's verdict on constants, with the warnings that this project has; and that it takes what is good in them."""
    assert _errors(workshop, [_call(case, without="more") for case in cases if case.what == "one argument too many"]) == set()
    return {cases[place].number for place in _errors(workshop, [_call(case) for case in cases])}


def _errors(workshop: Workshop, calls: list[str]) -> set[int]:
    """Which of the calls, each a line of source, have an error."""
    source = workshop.folder / "bad_inputs.c"
    lines = [f"void case_{place}(void); void case_{place}(void) {{ {call} }}\n" for place, call in enumerate(calls)]
    source.write_text(HEAD + "".join(lines), encoding="utf-8")
    command = ["gcc", "-std=c11", "-fsyntax-only", *WARNINGS, f"-I{workshop.prefix / 'include'}", str(source)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, env=workshop.environment(LC_ALL="C")).stderr
    first = HEAD.count("\n") + 1
    return {int(line) - first for line in re.findall(r"bad_inputs\.c:(\d+):\d+: error: ", told)}


def _call(case: Case, without: str = "") -> str:
    """The places of results are NULL, and sizes stand where the header has them."""
    function = definition("embedded").functions[case.function]
    given = {argument.name: argument for argument in case.arguments if argument.name != without}
    arguments = []
    for parameter in function.parameters:
        if not parameter.given or parameter.name in function.sizes:
            arguments.append("0")
        elif parameter.name in given:
            arguments.append(_argument(given[parameter.name]))
    arguments += ["0"] if "more" in given else []
    return f"(void){case.function}({', '.join(arguments)});"


def _argument(argument: Argument) -> str:
    if argument.bad in ("text", "nothing"):
        return {"text": '"text"', "nothing": "(void)0"}[argument.bad]
    if argument.form == "integer":
        return str(argument.number)
    return "5" if argument.bad == "number" else "0"


LANGUAGE = Language(
    name="C",
    route="the header itself",
    version=["gcc", "--version"],
    build=build,
    runner=runner,
    refused=refused,
    falsified=falsified,
)
