"""The headers compile for machines and systems that are not at hand.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import subprocess
from pathlib import Path

import pytest

from .targets import MSVC, ROOT, ZIG, compiler

STRICT = ["-pedantic-errors", "-Wall", "-Wextra", "-Wconversion", "-Werror", "-ffreestanding"]
RAW = (ROOT / "abi/raw.h").read_text()
ALL = '#include "machport.h"\n#include "verbs.h"\n#include "status.h"\nextern int present;\n'
# What a pasted raw.h promises: a name is a plain 32-bit number, and so are the constants.
PASTED = """
typedef char name_has_four_bytes[sizeof(machport_name_t) == 4 ? 1 : -1];
typedef char dead_is_all_ones[MACHPORT_DEAD == 0xffffffffu ? 1 : -1];
machport_name_t live(machport_name_t name);
machport_name_t live(machport_name_t name) { return name == MACHPORT_DEAD ? MACHPORT_NULL : name; }
"""


def compiled(folder: Path, target: str, standard: str, text: str) -> subprocess.CompletedProcess[str]:
    source = folder / ("text.cpp" if "++" in standard else "text.c")
    source.write_text(text)
    command = [*compiler(target), f"-std={standard}", *STRICT, f"-I{ROOT / 'abi'}", "-c", str(source), "-o", "text.o"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("standard", ["c99", "c++11"])
@pytest.mark.parametrize("target", ZIG + MSVC)
def test_the_headers_compile(target: str, standard: str, tmp_path: Path) -> None:
    run = compiled(tmp_path, target, standard, ALL)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("target", ZIG + MSVC)
def test_raw_can_be_pasted(target: str, tmp_path: Path) -> None:
    run = compiled(tmp_path, target, "c99", RAW + PASTED)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("target", [ZIG[0], MSVC[0]])
def test_a_name_of_another_size_is_seen(target: str, tmp_path: Path) -> None:
    right, wrong = "typedef uint32_t machport_name_t;", "typedef uint64_t machport_name_t;"
    assert RAW.count(right) == 1
    assert "name_has_four_bytes" in compiled(tmp_path, target, "c99", RAW.replace(right, wrong) + PASTED).stderr


def test_there_are_as_many_targets_as_is_said() -> None:
    assert len({*ZIG, *MSVC}) >= 25
