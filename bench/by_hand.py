"""A language's layer and its owned rights against glue that is written by hand, and C: what is compared, and its limit.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import statistics

from figures import Figure
from native import CALLS

LIMIT = 1.5
"""Of the generated layer over glue by hand, for the calls. What is owned has none: the peers' rights are no more than a name."""
FIGURES = CALLS | {"owned": "an owned send right, made from another and closed"}
SIDES = ("C", "by hand", "generated")

Sample = tuple[str, str, float, float]
"""Of which figure and side; its time over that by hand, and in seconds."""


def lines(told: str) -> list[Sample]:
    """What a script prints: a line for each sample."""
    fields = (line.split("\t") for line in told.splitlines())
    return [(figure, side, float(ratio), float(own)) for figure, side, ratio, own in fields]


def compared(language: str, samples: list[Sample]) -> list[Figure]:
    """Each side over C, the quotient of their medians over glue by hand; and the generated side over glue by hand."""
    found = []
    for name, what in FIGURES.items():
        area = f"{language}: {what}"
        taken = {side: [each[2:] for each in samples if each[:2] == (name, side)] for side in SIDES}
        ratios = {side: statistics.median(ratio for ratio, _ in each) for side, each in taken.items()}
        for side, each in taken.items():
            nanoseconds = 1e9 * statistics.median(own for _, own in each)
            found.append(Figure(area, side, ratios[side] / ratios["C"], "x C", nanoseconds=nanoseconds))
        found.append(Figure(area, "generated", ratios["generated"], "x by hand", at_most=LIMIT if name in CALLS else None))
    return found
