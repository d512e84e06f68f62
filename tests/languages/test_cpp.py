"""The C++ header: its types in every build that it promises, what they refuse, and its README.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import subprocess
from math import perm
from pathlib import Path

import pytest
from language import HERE, ROOT, Workshop, built, module

CPP = HERE / "cpp"
MISUSE = sorted((CPP / "misuse").glob("*.cpp"))
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wsign-conversion", "-Werror"]
COMPILERS: dict[str, list[str]] = {"g++": [], "clang++": ["-Wconsumed"]}
LANGUAGES = [["-std=c++17"], ["-std=c++20"], ["-std=c++17", "-fno-exceptions", "-fno-rtti"], ["-std=c++17", "-DNDEBUG", "-O2"]]
SANITIZED = ["-std=c++17", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return built("cpp")


def includes(workshop: Workshop) -> list[str]:
    found: list[str] = module(CPP / "cpp_language.py").includes(workshop)
    return found


def compiled(workshop: Workshop, source: Path, program: Path, compiler: str, options: list[str]) -> None:
    link = [f"-L{workshop.libraries}", "-lmachport", "-lmach", "-pthread", "-o", str(program)]
    workshop.run(compiler, *WARNINGS, *COMPILERS[compiler], *options, *includes(workshop), source, *link)


EVERY = [(compiler, options) for compiler in COMPILERS for options in LANGUAGES] + [("g++", SANITIZED)]


@pytest.mark.parametrize(("compiler", "options"), EVERY, ids=lambda each: each if isinstance(each, str) else " ".join(each))
def test_its_types(workshop: Workshop, tmp_path: Path, compiler: str, options: list[str]) -> None:
    compiled(workshop, CPP / "owned_test.cpp", tmp_path / "owned", compiler, options)
    assert workshop.run(tmp_path / "owned") == "done\n"


WAYS = 3 * sum(perm(5, ended) * (ended + 1) for ended in range(6))
"""In three ways of threads so many of five values end, in any order, some first with the thread, the others with the process."""
ENDINGS = [("g++", LANGUAGES[0], 1), ("clang++", LANGUAGES[-1], 1), ("g++", SANITIZED, 97)]


@pytest.mark.parametrize(("compiler", "options", "one_of"), ENDINGS, ids=["debug", "release", "sanitized"])
def test_it_ends_with_live_rights(workshop: Workshop, tmp_path: Path, compiler: str, options: list[str], one_of: int) -> None:
    """In every order, and nothing is said. With a sanitizer, where a process takes long to end, in one of so many."""
    compiled(workshop, CPP / "exit_test.cpp", tmp_path / "exit", compiler, options)
    command = [str(tmp_path / "exit"), str(one_of)]
    done = subprocess.run(command, capture_output=True, text=True, env=workshop.environment(), check=False, timeout=300)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{-(-WAYS // one_of)} of {WAYS}\n", "")


@pytest.mark.parametrize("finalized", [["-fuse-cxa-atexit"], ["-fno-use-cxa-atexit"]], ids=["by its objects", "as a library"])
def test_a_library_releases_what_it_owns(workshop: Workshop, tmp_path: Path, finalized: list[str]) -> None:
    """When it is unloaded, and as the process ends: in exit's own list, or behind it, when libraries are finalized."""
    host, library = str(tmp_path / "host"), str(tmp_path / "plugin.so")
    compiled(workshop, CPP / "plugin" / "host.cpp", Path(host), "g++", LANGUAGES[0])
    compiled(workshop, CPP / "plugin" / "plugin.cpp", Path(library), "g++", [*LANGUAGES[0], "-shared", "-fPIC", *finalized])
    done = subprocess.run([host, library], capture_output=True, text=True, env=workshop.environment(), check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "3 names more, then 0\n" * 2, "")


def told(workshop: Workshop, source: Path, compiler: str) -> "subprocess.CompletedProcess[str]":
    command = [compiler, "-std=c++17", *WARNINGS, *COMPILERS[compiler], "-fsyntax-only", *includes(workshop), str(source)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("source", MISUSE, ids=lambda source: source.stem)
def test_what_is_refused(workshop: Workshop, source: Path, compiler: str) -> None:
    """Each file says in its first line what the compiler tells of it, and why. Only clang follows a right through a function."""
    said = re.match(r"// (.*?): ", source.read_text())
    assert said
    done = told(workshop, source, compiler)
    if said[1] == "-Wconsumed" and compiler == "g++":
        return
    assert done.returncode != 0
    assert re.search(said[1], done.stderr), done.stderr
    errors = re.findall(r"^(.+?):\d+:\d+: error", done.stderr, re.MULTILINE)
    assert str(source) in errors


def test_a_double_release_ends_the_program(workshop: Workshop, tmp_path: Path) -> None:
    source, program = tmp_path / "twice.cpp", tmp_path / "twice"
    source.write_text(
        "#include <machport/machport.hpp>\n"
        "int main()\n{\n    auto [receive, send] = machport::pair_new(0, 0).value();\n"
        "    const auto thief = machport::send_right::adopt(send.get());\n}\n"
    )
    link = [f"-L{workshop.libraries}", "-lmachport", "-lmach", "-o", str(program)]
    for options, code in ([], -6), (["-DNDEBUG"], 0):
        workshop.run("g++", "-std=c++17", *options, *includes(workshop), source, *link)
        done = subprocess.run([program], capture_output=True, text=True, env=workshop.environment(), check=False)
        assert done.returncode == code
        assert ("is not its owner's to release any more: E_" in done.stderr) == bool(code)


def test_the_readme_prints_what_it_says(workshop: Workshop, tmp_path: Path) -> None:
    text = (ROOT / "bindings" / "cpp" / "README.md").read_text()
    block = re.search(r"```cpp\n(.*?)```", text, re.DOTALL)
    assert block
    source = tmp_path / "readme.cpp"
    source.write_text(block[1])
    said = re.search(r"// prints: (.*)", block[1])
    assert said
    workshop.run(
        "g++", "-std=c++17", *includes(workshop), source, f"-L{workshop.libraries}", "-lmachport", "-o", tmp_path / "readme"
    )
    assert workshop.run(tmp_path / "readme") == f"{said[1]}\n"
