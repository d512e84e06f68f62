"""What is measured comes out as figures: each beside its limit, where there is one.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import itertools
import json
import platform
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """A number, and the number that it may not pass. Ratios are medians over rounds in which both sides took turns."""

    area: str
    what: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    goal: float | None = None
    """A harder limit, which is aimed at."""
    nanoseconds: float | None = None
    """What the ratio's own side took, on this machine and at this time: to be compared with nothing."""

    @property
    def within(self) -> bool | None:
        if self.at_most is not None:
            return self.value <= self.at_most
        return self.value >= self.at_least if self.at_least is not None else None


def shown(value: float) -> str:
    return f"{value:,.2f}" if value < 10 else f"{value:,.1f}" if value < 1000 else f"{value:,.0f}"


def limit(figure: Figure) -> str:
    verdict = {True: "", False: "  MISSED", None: ""}[figure.within]
    goal = f", goal {figure.goal:g}" if figure.goal is not None else ""
    if figure.at_most is not None:
        return f"at most {figure.at_most:g}{goal}{verdict}"
    return f"at least {figure.at_least:g}{goal}{verdict}" if figure.at_least is not None else goal.removeprefix(", ")


def table(figures: list[Figure]) -> str:
    width = max(len(figure.what) for figure in figures)
    lines = []
    for area, group in itertools.groupby(figures, key=lambda figure: figure.area):
        lines += ["", area]
        for figure in group:
            time = f"{figure.nanoseconds:,.0f} ns" if figure.nanoseconds is not None else ""
            row = f"  {figure.what:<{width}}  {shown(figure.value):>9} {figure.unit:<15} {time:>15}   {limit(figure)}"
            lines.append(row.rstrip())
    return "\n".join(lines)


def write(figures: list[Figure], path: Path) -> None:
    machine = {"machine": platform.machine(), "system": platform.platform(), "python": platform.python_version()}
    listed = [{**asdict(figure), "within": figure.within} for figure in figures]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"measured_on": machine, "figures": listed}, indent=1) + "\n")
