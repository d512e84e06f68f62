"""The formatters and the type checker, as one command and as tests: `python tests/style/style.py format`.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TYPED_TESTS = "bench darwin freeze gnumach headers install matrix model parity portable python readme replay spin style"
TYPED = ["python/machport", "bindings/machport_gen", "tests/run.py", *(f"tests/{name}" for name in TYPED_TESTS.split())]
C = ("*.c", "*.h", "bindings/cpp/types.hpp", "tests/languages/cpp/*.cpp", "examples/cpp/*")
# What the modules of tests/languages find beside them.
BESIDE = "tests/languages:tests/vectors:tests/verbs:bindings"


def tracked(*patterns: str) -> list[str]:
    """The files that git knows or would, less those that are generated or are a test's data."""
    run = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    names = (name for name in run.stdout.splitlines() if (ROOT / name).exists())
    return [name for name in names if not any(made in name for made in ("golden/", "generated/", "_wrap.c"))]


def clang_format(*options: str) -> list[str]:
    return [
        str(Path(sys.executable).with_name("clang-format")),
        *options,
        *tracked("*.c", "*.h", "bindings/cpp/types.hpp", "tests/languages/cpp/*.cpp", "examples/cpp/*"),
    ]


CHECKS: dict[str, Callable[[], list[str]]] = {
    "clang-format": lambda: clang_format("--dry-run", "-Werror"),
    "ruff format": lambda: [sys.executable, "-m", "ruff", "format", "--check", "--quiet", "."],
    "ruff check": lambda: [sys.executable, "-m", "ruff", "check", "--quiet", "."],
    "mypy": lambda: [sys.executable, "-m", "mypy", "--no-error-summary", *TYPED],
    "mypy bench": lambda: [sys.executable, "-m", "mypy", "--no-error-summary", "bench"],  # its modules stand alone
    "mypy fuzz": lambda: ["env", f"MYPYPATH=tests:{BESIDE}", sys.executable, "-m", "mypy", "--no-error-summary", "tests/fuzz"],
    "mypy languages": lambda: [
        "env",
        f"MYPYPATH={BESIDE}",
        sys.executable,
        "-m",
        "mypy",
        "--no-error-summary",
        "tests/languages",
    ],
}
FORMATTERS: dict[str, Callable[[], list[str]]] = {
    "clang-format": lambda: clang_format("-i"),
    "ruff check": lambda: [sys.executable, "-m", "ruff", "check", "--fix", "--quiet", "."],
    "ruff format": lambda: [sys.executable, "-m", "ruff", "format", "--quiet", "."],
}


if __name__ == "__main__":
    if sys.argv[1:] != ["format"]:
        sys.exit("usage: style.py format")
    sys.exit(max(subprocess.run(command(), cwd=ROOT, check=False).returncode for command in FORMATTERS.values()))
