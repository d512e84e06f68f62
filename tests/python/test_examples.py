"""The C library of the demo knows raw.h and the host's Mach, and nothing else of machport.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import subprocess
from pathlib import Path
from shutil import copy

ROOT = Path(__file__).parents[2]


def test_the_c_library_needs_raw_h_alone(tmp_path: Path) -> None:
    copy(ROOT / "abi/raw.h", tmp_path)
    includes: list[str] = [f"-I{folder}" for folder in (tmp_path, ROOT / "examples", ROOT / "mach/include")]
    warnings = ["-Wall", "-Wextra", "-Werror"]
    command = ["cc", "-std=c11", *warnings, "-fsyntax-only", "-H", *includes, str(ROOT / "examples/raw_only.c")]
    compiled = subprocess.run(command, capture_output=True, text=True)
    assert compiled.returncode == 0, compiled.stderr
    headers = [Path(line.split(maxsplit=1)[1]) for line in compiled.stderr.splitlines() if line.startswith(".")]
    assert tmp_path / "raw.h" in headers
    assert {header.parent for header in headers if ROOT in header.parents} == {ROOT / "examples", ROOT / "mach/include/mach"}
