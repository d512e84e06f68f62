"""Writes what differs between the Machs, as the vectors say it: the answers of one Mach that are not those of all.

SPDX-License-Identifier: MIT OR Apache-2.0

`python tests/vectors/differences.py` prints the page; docs/differences.md is it, and `make generated` writes it there.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vector_table import MACHS, VECTORS

NAMES = {
    "embedded": "the embedded Mach",
    "emulated": "Darwin's library above the embedded Mach, in an emulator",
    "darwin": "Darwin",
    "gnumach": "GNU Mach",
}
HEAD = """<!-- Written by tests/vectors/differences.py from the test vectors; not to be edited. `make generated` writes it. -->
# What differs between the Machs

The test vectors (`tests/vectors`) say what every call answers, on every Mach. Where one Mach answers otherwise, the vector
says so and why; this page is all of that. The vectors run on the embedded Mach, whose answers are Darwin's, and on GNU
Mach's kernels for amd64 and i386. What is Darwin's alone has not run on Apple's hardware.
"""


@dataclass(frozen=True)
class Difference:
    """A call that one Mach answers otherwise, in one vector."""

    mach: str
    why: str
    vector: str
    call: str
    common: str
    own: str


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _answer(step: dict[str, Any], other: dict[str, Any]) -> str:
    """The status, and of the results what the other answer says otherwise."""
    said = [str(step.get("status", "KERN_SUCCESS"))]
    if "returns" in step:
        said = [json.dumps(step["returns"])]
    for part in ("out", "counts"):
        mine, theirs = step.get(part, {}), other.get(part, {})
        said += _others(mine, theirs)
    return ", ".join(said)


def _others(mine: dict[str, Any], theirs: dict[str, Any], path: str = "") -> list[str]:
    """What one answer says otherwise than the other, by the path to it."""
    said = []
    for name, value in mine.items():
        other = theirs.get(name, value)
        if isinstance(value, dict) and isinstance(other, dict):
            said += _others(value, other, f"{path}{name}.")
        elif value != other:
            said.append(f"{path}{name} {_short(value)}")
    return said


def _short(value: Any) -> str:
    return json.dumps(value).replace('"', "").replace("|", "\\|")


def _in_step(mach: str, vector: str, step: dict[str, Any], why: str | None = None) -> Iterator[Difference]:
    own = step.get("on", {}).get(mach)
    if own is not None:
        here = step | own
        yield Difference(mach, why or own["why"], vector, step["call"], _answer(step, here), _answer(here, step))


def _in_vector(mach: str, name: str, vector: dict[str, Any]) -> Iterator[Difference]:
    own = vector.get("on", {}).get(mach)
    if own is None:
        for step in vector["steps"]:
            yield from _in_step(mach, name, step)
        return
    # Other steps: what a call answers in them that it does not answer in the common ones.
    common = {step["call"]: step for step in vector["steps"]}
    for step in own["steps"]:
        usual = common.get(step["call"])
        if usual and step.get("status") != usual.get("status"):
            yield Difference(mach, own["why"], name, step["call"], _answer(usual, step), _answer(step, usual))


def differences(content: dict[str, Any]) -> Iterator[Difference]:
    """What the vectors of one file say."""
    for mach in MACHS:
        for vector in content["vectors"]:
            yield from _in_vector(mach, f"{content['group']}/{vector['name']}", vector)


def _section(mach: str, found: Iterable[Difference], own_vectors: int) -> list[str]:
    by_reason: dict[str, dict[tuple[str, str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in found:
        by_reason[each.why][each.call, each.common, each.own].append(each.vector)
    lines = [f"## {NAMES[mach][0].upper()}{NAMES[mach][1:]}", ""]
    if own_vectors:
        lines += [f"{own_vectors} vectors ask {NAMES[mach]} alone (`tests/vectors/{mach}`).", ""]
    for why, rows in by_reason.items():
        lines += [f"**{why[0].upper()}{why[1:]}.**", "", "| call | elsewhere | here | vectors |", "|--|--|--|--|"]
        lines += [f"| `{call}` | {common} | {own} | {'; '.join(vectors)} |" for (call, common, own), vectors in rows.items()]
        lines.append("")
    return lines


def page() -> str:
    """The whole page."""
    files = [content for path in sorted(VECTORS.glob("*.json")) if "group" in (content := _json(path))]
    found = [each for content in files for each in differences(content)]
    total = sum(len(content["vectors"]) for content in files)
    lines = [
        HEAD,
        f"Of {total} vectors for every Mach, {total - len({each.vector for each in found})} answer the same everywhere.",
        "",
    ]
    for mach in MACHS:
        own = sum(len(_json(path)["vectors"]) for path in (VECTORS / mach).glob("*.json"))
        mine = [each for each in found if each.mach == mach]
        if mine or own:
            lines += _section(mach, mine, own)
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    print(page(), end="")
