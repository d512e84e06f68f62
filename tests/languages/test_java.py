"""Java: its owned types, and its README.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import subprocess
from pathlib import Path

import pytest
from language import HERE, ROOT, Workshop, built, module

JAVA = HERE / "java"


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return built("java")


def ran(workshop: Workshop, source: Path, folder: Path, natives: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """The class of a source; a right may be closed twice, whatever the compiler thinks of that."""
    classes = workshop.folder / "classes"
    workshop.run("javac", "-Xlint:all,-try", "-Werror", "-cp", classes, "-d", folder, source)
    name = re.search(r"class (\w+)", source.read_text())
    assert name
    options = ["-XX:TieredStopAtLevel=1", "-Xcheck:jni", f"-Djava.library.path={natives or workshop.folder}"]
    command = ["java", *options, "-cp", f"{folder}:{classes}", name[1]]
    return subprocess.run(command, capture_output=True, text=True, env=workshop.environment(), timeout=300, check=False)


def test_its_owned_types(workshop: Workshop, tmp_path: Path) -> None:
    """They leave the name space as it was; one right that nobody closed is told of."""
    done = ran(workshop, JAVA / "OwnedTest.java", tmp_path)
    assert re.fullmatch(r"\d\d done\n", done.stdout), done.stderr
    assert re.findall(r"unclosed (\w+)", done.stderr) == ["SendRight"]


WRONG = "libmachport was built from another definition than these bindings"
PROGRAM = "class Program { public static void main(String[] arguments) { machport.Raw.epoch(); } }"


def test_a_class_of_another_definition_is_refused(workshop: Workshop, tmp_path: Path) -> None:
    text = (ROOT / "bindings" / "java" / "machport" / "Raw.java").read_text()
    (tmp_path / "Raw.java").write_text(re.sub(r"0x[0-9a-f]{16}L\)", "0x1L)", text, count=1))
    workshop.run("javac", "-cp", workshop.folder / "classes", "-d", tmp_path, tmp_path / "Raw.java")
    (tmp_path / "Program.java").write_text(PROGRAM)
    done = ran(workshop, tmp_path / "Program.java", tmp_path)
    assert done.returncode != 0
    assert WRONG in done.stderr


def test_a_native_half_of_another_definition_is_refused(workshop: Workshop, tmp_path: Path) -> None:
    text = (workshop.folder / "machport_wrap.c").read_text()
    (tmp_path / "wrap.c").write_text(re.sub(r"UINT64_C\(0x[0-9a-f]{16}\)", "UINT64_C(1)", text))
    language = module(JAVA / "java_language.py")
    folders = [*language.jni(), ROOT / "swig" / "java", ROOT / "abi"]
    link = [f"-L{workshop.libraries}", "-lmachport", "-o", str(tmp_path / "libmachport_java.so")]
    workshop.run("gcc", "-fPIC", "-shared", *(f"-I{folder}" for folder in folders), tmp_path / "wrap.c", *link)
    (tmp_path / "Program.java").write_text(PROGRAM)
    done = ran(workshop, tmp_path / "Program.java", tmp_path, tmp_path)
    assert done.returncode != 0
    assert WRONG in done.stderr


def test_the_readme_prints_what_it_says(workshop: Workshop, tmp_path: Path) -> None:
    block = re.search(r"```java\n(.*?)```", (ROOT / "bindings" / "java" / "README.md").read_text(), re.DOTALL)
    assert block
    source = tmp_path / "Readme.java"
    source.write_text(block[1])
    said = re.search(r"// prints: (.*)", block[1])
    assert said
    done = ran(workshop, source, tmp_path)
    assert (done.stderr, done.stdout) == ("", f"{said[1]}\n")
