"""The bad inputs as source of a language that refuses when it runs: each is a call, and the program prints the numbers of those
that were refused.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bad_inputs import ROOT, Argument, Case
from language import Workshop
from machport_gen import ir

KNOWN = ir.loads((ROOT / "abi" / "machport.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Spelling:
    """How a language writes calls and what they are given."""

    head: str
    """What stands first in the program: it defines what the lines call."""
    line: str
    """One case: {number}, {call} and {arguments}. It prints the number where the call is refused, not where Mach answers."""
    nothing: str
    struct: Callable[[dict[str, str]], str]
    """A struct of fields, each with its source."""
    text: str = '"text"'
    bytes: str = '""'
    list: str = "[]"
    name: Callable[[str], str] = lambda function: function.removeprefix("machport_")

    def argument(self, argument: Argument) -> str:
        if argument.bad in ("text", "nothing"):
            return {"text": self.text, "nothing": self.nothing}[argument.bad]
        if argument.form == "integer":
            return str(argument.number)
        if argument.bad == "number":
            return "5"
        return (
            self._empty(argument.struct) if argument.form == "struct" else self.bytes if argument.form == "bytes" else self.list
        )

    def _empty(self, struct: str) -> str:
        described = KNOWN.struct(struct)
        assert described
        fields = [field for field in described.fields if field.name != ir.STRUCT_SIZE]
        return self.struct({f.name: self._empty(f.type) if KNOWN.struct(f.type) else "0" for f in fields})


def refused(workshop: Workshop, cases: list[Case], spelling: Spelling, program: Path, command: Sequence[str | Path]) -> set[int]:
    """What the program prints. A call in which nothing is wrong must not be refused, or the others would prove nothing."""

    def lines(some: list[Case]) -> str:
        return "".join(
            spelling.line.format(
                number=case.number,
                call=spelling.name(case.function),
                arguments=", ".join(spelling.argument(argument) for argument in case.arguments),
            )
            + "\n"
            for case in some
        )

    good = {case.function: Case(-1, case.function, case.arguments[:-1], "") for case in cases if case.what.endswith("too many")}
    program.write_text(spelling.head + lines(list(good.values())), encoding="utf-8")
    if workshop.run(*command, program).split():
        raise RuntimeError(f"{program}: a call is refused in which nothing is wrong")
    program.write_text(spelling.head + lines(cases), encoding="utf-8")
    return {int(word) for word in workshop.run(*command, program).split()}
