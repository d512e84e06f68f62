"""What is emitted for Node compiles, for each feature, and does what the C function does.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import subprocess
from pathlib import Path

import pytest

from . import build
from .golden import GOLDEN, HEADERS, IR_ONLY, ROOT

PACKAGE = ROOT / "bindings" / "node"
WARNINGS = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]
EMITTED = [header for header in HEADERS if header.stem not in IR_ONLY]


@pytest.fixture(scope="module")
def include() -> list[str]:
    program = f"console.log(require('{PACKAGE / 'build.js'}').headers())"
    node = subprocess.run(["node", "-e", program], capture_output=True, text=True, check=True).stdout.strip()
    return [*(f"-I{folder}" for folder in (PACKAGE / "src", GOLDEN, ROOT / "abi")), "-isystem", node]


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
@pytest.mark.parametrize("header", EMITTED, ids=lambda header: header.stem)
def test_a_golden_compiles(header: Path, compiler: str, include: list[str]) -> None:
    golden = GOLDEN / header.stem
    build.run(compiler, *WARNINGS, "-fsyntax-only", *include, golden / "node.c")
    build.run("node", "--check", golden / "node_calls.js")


def test_it_does_what_c_does(include: list[str], tmp_path: Path) -> None:
    with_machport = tmp_path / "with"
    with_machport.mkdir()
    (with_machport / "machport").symlink_to(ROOT / "abi")
    sources = [PACKAGE / "src" / "js.c", PACKAGE / "src" / "layer.c", ROOT / "tests" / "generator" / "features.c"]
    for name in build.NAMES:
        layer = [GOLDEN / name / "node.c", *sources]
        made = ["-fPIC", "-shared", f"-I{with_machport}", *include, *layer, *build.LINK, "-o", tmp_path / f"{name}.node"]
        build.run("gcc", "-std=c11", *made)
    script = ROOT / "tests" / "generator" / "features.test.js"
    told = subprocess.run(["node", script, tmp_path], capture_output=True, text=True, check=False)
    assert (told.stderr, told.returncode) == ("", 0)
    assert int(told.stdout) > 50
