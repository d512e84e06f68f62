"""Stock clang reports leaks and double releases of rights in C, from the words alone.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


def test_the_seeded_faults_are_reported_and_nothing_else() -> None:
    source = HERE / "analyzer.c"
    run = subprocess.run(
        ["clang", "--analyze", "-Xclang", "-analyzer-checker=fuchsia.HandleChecker", f"-I{HERE.parents[1] / 'abi'}", source],
        capture_output=True, text=True, check=False, cwd=HERE.parents[1] / "build",
    )  # fmt: skip
    reported = {int(line) for line in re.findall(r"analyzer\.c:(\d+):\d+: warning", run.stderr)}
    seeded = {number for number, line in enumerate(source.read_text().splitlines(), 1) if "/* fault" in line}
    assert reported == seeded, run.stderr
