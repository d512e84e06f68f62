"""The tree is formatted and typed as the project says.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import subprocess

import pytest

from .style import CHECKS, ROOT


@pytest.mark.parametrize("name", CHECKS)
def test_style(name: str) -> None:
    run = subprocess.run(CHECKS[name](), cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"{name} (make format mends most):\n{run.stdout}{run.stderr}"
