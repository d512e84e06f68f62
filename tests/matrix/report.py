"""What is printed of a comparison: the counts, and the first rows that differ.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections import Counter
from pathlib import Path

from .comparison import Difference, Outcome

SHOWN = 10


def report(path: Path, outcome: Outcome) -> None:
    waiting, differences = sum(outcome.waiting.values()), outcome.differences
    print(
        f"{path}: {outcome.rows} rows, {outcome.replayed} replayed, {waiting} wait for messages, {outcome.policy} depend on how"
        f" names are chosen, {len(differences)} differ"
    )
    if outcome.notifications:
        print(f"  {outcome.notifications} notifications were seen as messages in queues; what they say waits")
    if waiting:
        print(f"  waiting: {_counted(outcome.waiting)}")
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
