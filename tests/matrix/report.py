"""What is printed of a comparison: the counts, and the first rows that differ.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections import Counter
from pathlib import Path

from .comparison import Difference, Outcome

SHOWN = 10


def report(path: Path, outcome: Outcome) -> None:
    differences = outcome.differences
    print(
        f"{path}: {outcome.rows} rows, {outcome.replayed} replayed with {outcome.notifications} notifications and"
        f" {outcome.messages} messages, {outcome.policy} depend on how names are chosen, {len(differences)} differ"
    )
    for difference in differences[:SHOWN]:
        _show(difference)
    if differences:
        print(f"  rows that differ: {_counted(Counter(difference.row.call for difference in differences))}")


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{what} {count}" for what, count in counter.most_common())


def _show(difference: Difference) -> None:
    print(f"  {difference.row}")
    for what, expected, got in difference.fields:
        print(f"    {what}\n      expected {expected}\n      got      {got}")
