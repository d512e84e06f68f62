"""The tree is formatted and typed as the project says.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import subprocess
from collections.abc import Iterator

import pytest

from .style import CHECKS, ROOT, tracked


@pytest.mark.parametrize("name", CHECKS)
def test_style(name: str) -> None:
    run = subprocess.run(CHECKS[name](), cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"{name} (make format mends most):\n{run.stdout}{run.stderr}"


def lines(*patterns: str) -> Iterator[tuple[str, int, str]]:
    for name in tracked(*patterns):
        for number, line in enumerate((ROOT / name).read_text().splitlines(), 1):
            yield name, number, line


def test_c_is_no_wider_than_python() -> None:
    """clang-format leaves comments as they are."""
    assert [f"{name}:{number}" for name, number, line in lines("*.c", "*.h", "*.S") if len(line) > 130] == []


def test_a_licence_is_on_a_line_of_its_own() -> None:
    """Or no scanner reads it."""
    said = re.compile(r"SPDX-License-Identifier: MIT OR Apache-2\.0( \*/)?$")
    tagged = [(f"{name}:{number}", line) for name, number, line in lines("*.c", "*.h", "*.S", "*.in", "*.txt") if "SPDX-" in line]
    assert len(tagged) > 100
    assert [place for place, line in tagged if not said.search(line)] == []
