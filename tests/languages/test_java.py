"""Java: its owned types, and its README.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import subprocess
from pathlib import Path

import pytest
from language import HERE, ROOT, Workshop, built

JAVA = HERE / "java"


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return built("java")


def ran(workshop: Workshop, source: Path, folder: Path) -> "subprocess.CompletedProcess[str]":
    """The class of a source; a right may be closed twice, whatever the compiler thinks of that."""
    classes = workshop.folder / "classes"
    workshop.run("javac", "-Xlint:all,-try", "-Werror", "-cp", classes, "-d", folder, source)
    name = re.search(r"class (\w+)", source.read_text())
    assert name
    options = ["-XX:TieredStopAtLevel=1", "-Xcheck:jni", f"-Djava.library.path={workshop.folder}"]
    command = ["java", *options, "-cp", f"{folder}:{classes}", name[1]]
    return subprocess.run(command, capture_output=True, text=True, env=workshop.environment(), timeout=300, check=False)


def test_its_owned_types(workshop: Workshop, tmp_path: Path) -> None:
    """They leave the name space as it was; one right that nobody closed is told of."""
    done = ran(workshop, JAVA / "OwnedTest.java", tmp_path)
    assert re.fullmatch(r"\d\d done\n", done.stdout), done.stderr
    assert re.findall(r"unclosed (\w+)", done.stderr) == ["SendRight"]


def test_the_readme_prints_what_it_says(workshop: Workshop, tmp_path: Path) -> None:
    block = re.search(r"```java\n(.*?)```", (ROOT / "bindings" / "java" / "README.md").read_text(), re.DOTALL)
    assert block
    source = tmp_path / "Readme.java"
    source.write_text(block[1])
    said = re.search(r"// prints: (.*)", block[1])
    assert said
    done = ran(workshop, source, tmp_path)
    assert (done.stderr, done.stdout) == ("", f"{said[1]}\n")
