"""The generator as a command: what it writes, what it compares, what it says of a mistake.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .golden import GOLDEN, ROOT

CONSUMED = "machport_send_right_release(MACHPORT_CONSUMED"
BORROWED = "machport_send_right_release(MACHPORT_BORROWED"


def command(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "bindings")}
    words = [sys.executable, "-m", "machport_gen", *map(str, arguments)]
    return subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The definition's headers, in a folder whose name has a space."""
    copy = tmp_path / "a tree"
    for folder in ("abi", "mach/include"):
        shutil.copytree(
            ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("*.json", "*.map", "generated", "src", "frozen")
        )
    return copy


def test_generate_writes_what_check_compares(tree: Path) -> None:
    assert command("check", "--root", tree).returncode == 1
    written = command("generate", "--root", tree)
    assert written.returncode == 0
    assert "wrote abi/machport.json" in written.stdout
    assert command("check", "--root", tree).stdout == ""
    assert command("check", "--root", tree).returncode == 0
    assert command("generate", "--root", tree).stdout == ""


def test_check_shows_a_verb_that_changed(tree: Path) -> None:
    command("generate", "--root", tree)
    header = tree / "abi" / "machport.h"
    text = header.read_text(encoding="utf-8")
    assert CONSUMED in text
    header.write_text(text.replace(CONSUMED, BORROWED), encoding="utf-8")
    check = command("check", "--root", tree)
    assert check.returncode == 1
    assert any(line.startswith("-") and '"verb": "consumed"' in line for line in check.stdout.splitlines())
    assert any(line.startswith("+") and '"verb": "borrowed"' in line for line in check.stdout.splitlines())
    assert "generated files differ" in check.stderr


def test_read_prints_the_definition() -> None:
    read = command("read", "bindings/golden/scalars.h", "-I", "abi")
    assert (read.returncode, read.stdout) == (0, (GOLDEN / "scalars" / "ir.json").read_text(encoding="utf-8"))


def test_read_says_where_a_mistake_is() -> None:
    read = command("read", "no_verb_in.h", "-I", ROOT / "abi", cwd=GOLDEN / "bad")
    assert (read.returncode, read.stdout) == (1, "")
    assert read.stderr.startswith("no_verb_in.h:11: parameter b does not say who owns it")


def test_read_names_a_header_that_is_not_there() -> None:
    read = command("read", "nowhere.h")
    assert (read.returncode, read.stderr) == (1, "nowhere.h: cannot be read\n")


def test_read_says_which_line_is_not_in_utf_8(tmp_path: Path) -> None:
    (tmp_path / "mine.h").write_bytes(b'#include "latin.h"\n')
    (tmp_path / "latin.h").write_bytes(b"/** A port. */\n/* d\xe9j\xe0 */\n")
    read = command("read", "mine.h", cwd=tmp_path)
    assert (read.returncode, read.stdout, read.stderr) == (1, "", "latin.h:2: this line is not in UTF-8\n")


def test_emit_says_what_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    emit = command("emit", "swig", "broken.json", cwd=tmp_path)
    assert emit.returncode == 1
    assert emit.stderr.startswith("broken.json: no definition can be read: ")
    (tmp_path / "broken.json").write_text("[]")
    assert command("emit", "swig", "broken.json", cwd=tmp_path).stderr == "broken.json: [] is no definition\n"
    assert "invalid choice: 'cobol'" in command("emit", "cobol", "broken.json", cwd=tmp_path).stderr
