"""The examples in these languages: two libraries that do not know each other exchange a port by its raw name alone.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from language import HERE, ROOT, Workshop, built, module

EXAMPLES = ROOT / "examples"
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]
SAID = "ended: false\nended: true\n"


def test_in_rust() -> None:
    workshop = built("rust")
    for arguments in (["run", "--bin", "program"], ["clippy", "--", "-D", "warnings"], ["fmt", "--all", "--check"]):
        told = workshop.run(
            "cargo",
            arguments[0],
            *(["--quiet"] if arguments[0] != "fmt" else []),
            *arguments[1:],
            cwd=EXAMPLES / "rust",
            CARGO_TARGET_DIR=workshop.folder / "target",
            MACHPORT_LIB_DIR=workshop.libraries,
        )
        assert told == (SAID if arguments[0] == "run" else "")


def test_in_go() -> None:
    own, workshop, folder = module(HERE / "go" / "go_language.py"), built("go"), EXAMPLES / "go"
    assert own.go(workshop, "vet", "./...", cwd=folder) == ""
    assert own.go(workshop, "run", "./program", cwd=folder) == SAID


@pytest.mark.parametrize("layer", ["swig", "cffi"])
def test_in_python(layer: str) -> None:
    command = [sys.executable, "-W", "error", str(EXAMPLES / "python" / "program.py")]
    environment = {"MACHPORT_LAYER": layer, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.stderr, done.stdout) == ("", SAID.title().replace("Ended", "ended"))


@pytest.mark.parametrize(("language", "suffixes"), [("rust", (".rs", ".toml")), ("go", (".go",))])
def test_the_libraries_do_not_know_each_other(language: str, suffixes: tuple[str, ...]) -> None:
    for one, other in (("registry", "waiter"), ("waiter", "registry")):
        files = [file for file in (EXAMPLES / language / one).rglob("*") if file.suffix in suffixes]
        assert files
        assert not [file for file in files if re.search(rf"\b{other}\b", file.read_text())]


@pytest.mark.parametrize("compiler", ["g++", "clang++"])
def test_in_cpp(tmp_path: Path, compiler: str) -> None:
    workshop: Workshop = built("cpp")
    folder = EXAMPLES / "cpp"
    made: list[Path] = []
    for source in ("registry", "waiter", "program"):
        made.append(tmp_path / f"{source}.o")
        own = [f"-I{workshop.prefix / 'include'}", "-c", str(folder / f"{source}.cpp"), "-o", str(made[-1])]
        workshop.run(compiler, "-std=c++17", *WARNINGS, *own)
    workshop.run(compiler, *made, f"-L{workshop.libraries}", "-lmachport", "-o", tmp_path / "program")
    assert workshop.run(tmp_path / "program") == SAID


def test_the_cpp_libraries_show_raw_h_alone() -> None:
    for header in (EXAMPLES / "cpp").glob("*.hpp"):
        assert re.findall(r"<(machport/.*)>", header.read_text()) == ["machport/raw.h"]
