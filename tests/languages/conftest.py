"""The tests here use the modules beside them, those of the vectors and those of the verbs.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "vectors"), str(HERE.parent / "verbs")]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Whatever tests ran, the table stands below them."""
    import table

    if table.shown:
        terminalreporter.write_sep("=", "languages")
        terminalreporter.write_line(table.text([table.row(key) for key in sorted(table.shown)]))
