"""C#: its owned types, and its README.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import subprocess
from pathlib import Path

import pytest
from language import HERE, ROOT, Workshop, built, module

CSHARP = HERE / "csharp"


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return built("csharp")


def ran(workshop: Workshop, source: Path) -> "subprocess.CompletedProcess[str]":
    language = module(CSHARP / "csharp_language.py")
    program = language.compiled(workshop, f"{source.stem}.exe", source)
    command = [str(word) for word in language.mono(workshop, program)]
    return subprocess.run(command, cwd=workshop.folder, capture_output=True, text=True, timeout=300, check=False)


def test_its_owned_types(workshop: Workshop) -> None:
    """They leave the name space as it was; one right that nobody disposed is told of."""
    done = ran(workshop, CSHARP / "OwnedTest.cs")
    assert re.fullmatch(r"\d\d done\n", done.stdout), done.stdout + done.stderr
    assert re.findall(r"undisposed (\w+)", done.stderr) == ["SendRight"]


def test_a_class_of_another_definition_is_refused(workshop: Workshop, tmp_path: Path) -> None:
    language = module(CSHARP / "csharp_language.py")
    sources = [file for file in language.CLASSES.glob("*.cs") if file.stem not in ("Raw", "Embedded")]
    text = (language.CLASSES / "Raw.cs").read_text()
    (tmp_path / "Raw.cs").write_text(re.sub(r"!= 0x[0-9a-f]{16}UL", "!= 1UL", text))
    (tmp_path / "Program.cs").write_text("static class Program { static void Main() { Machport.Raw.Epoch(); } }")
    sources += [tmp_path / "Raw.cs", tmp_path / "Program.cs", workshop.folder / "RawGluePINVOKE.cs"]
    workshop.run("mcs", "-unsafe", f"-out:{tmp_path / 'program.exe'}", *sources)
    command = [str(word) for word in language.mono(workshop, tmp_path / "program.exe")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "libmachport was built from another definition than these bindings" in done.stderr + done.stdout


def test_the_readme_prints_what_it_says(workshop: Workshop, tmp_path: Path) -> None:
    block = re.search(r"```csharp\n(.*?)```", (ROOT / "bindings" / "csharp" / "README.md").read_text(), re.DOTALL)
    assert block
    source = tmp_path / "Readme.cs"
    source.write_text(block[1])
    said = re.search(r"// prints: (.*)", block[1])
    assert said
    done = ran(workshop, source)
    assert (done.stderr, done.stdout) == ("", f"{said[1]}\n")
