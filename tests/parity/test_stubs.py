"""The stubs say what the modules have: mypy's stubtest compares both layers with their .pyi.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import subprocess
import sys
from pathlib import Path

import pytest

from .definition import LAYERS, MODULES


def stubtest(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", *arguments], cwd=cwd, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.parametrize("layer", LAYERS)
def test_the_stubs_agree_with_the_modules(layer: str, tmp_path: Path) -> None:
    run = stubtest(*(MODULES[which][layer] for which in MODULES), cwd=tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
