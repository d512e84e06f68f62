"""The public headers compile alone, everywhere that a compiler here reaches, and raw.h can be pasted.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ABI = ROOT / "abi"
STANDARDS = [("c", s) for s in ("c99", "c11", "c17", "c2x")] + [("c++", s) for s in ("c++11", "c++14", "c++17", "c++20")]
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror", "-fsyntax-only"]


def compile_text(compiler: str, language: str, standard: str, text: str, *options: str) -> None:
    run = subprocess.run(
        [compiler, "-x", language, f"-std={standard}", *STRICT, *options, "-"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("header", ["raw.h", "verbs.h", "status.h", "machport.h"])
@pytest.mark.parametrize(("language", "standard"), STANDARDS)
@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_a_header_compiles_alone(compiler: str, language: str, standard: str, header: str) -> None:
    compile_text(compiler, language, standard, f'#include "{header}"\n#include "{header}"\nextern int present;\n', f"-I{ABI}")


def test_raw_is_short() -> None:
    assert len((ABI / "raw.h").read_text().splitlines()) <= 80


@pytest.mark.parametrize("order", ["{paste}\n{header}", "{header}\n{paste}"])
def test_a_pasted_copy_lives_beside_the_header(order: str) -> None:
    text = order.format(paste=(ABI / "raw.h").read_text(), header='#include "machport.h"')
    compile_text("gcc", "c", "c99", text, f"-I{ABI}")
    compile_text("gcc", "c++", "c++11", text, f"-I{ABI}")
