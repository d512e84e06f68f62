"""When lines are equal: as text, and with the members of sets in any order.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re

_SET = re.compile(r"\{([^}]*)\}")


def first_difference(wanted: list[str], got: list[str]) -> int | None:
    """The index of the first line that differs, a missing or surplus one included."""
    if [ordered(line) for line in wanted] == [ordered(line) for line in got]:
        return None
    for index, (one, other) in enumerate(zip(wanted, got, strict=False)):
        if ordered(one) != ordered(other):
            return index
    return min(len(wanted), len(got))


def ordered(line: str) -> str:
    """The line with the members of its sets in one order."""
    return _SET.sub(lambda match: "{" + ",".join(sorted(match[1].split(","))) + "}", line)
