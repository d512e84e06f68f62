"""Perl: its owned rights, its README, and what is refused when it is loaded.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import shutil
from pathlib import Path

import pytest
from glue import of_another_definition
from language import HERE, ROOT, Workshop, built, module

PERL = HERE / "perl"
SOURCES = sorted((ROOT / "bindings" / "golden").rglob("*.pm"))


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return built("perl")


def perl(workshop: Workshop, *arguments: str | Path) -> str:
    """What it prints, its warnings too."""
    shell = ["sh", "-c", '"$@" 2>&1', "sh", *module(PERL / "perl_language.py").perl(workshop)]
    return workshop.run(*shell, *arguments)


def test_its_owned_rights(workshop: Workshop) -> None:
    assert perl(workshop, PERL / "owned_test.pl") == "done\n"


def test_the_readme_prints_what_it_says(workshop: Workshop, tmp_path: Path) -> None:
    text = (ROOT / "bindings" / "perl" / "README.md").read_text()
    block = re.search(r"```perl\n(.*?)```", text, re.DOTALL)
    assert block
    source = tmp_path / "readme.pl"
    source.write_text(block[1])
    said = re.findall(r"# prints: (.*)", block[1])
    assert said
    assert perl(workshop, source).splitlines() == said


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.parent.name)
def test_what_is_generated_is_perl(workshop: Workshop, tmp_path: Path, source: Path) -> None:
    """Its raw layer is not there: an empty one stands for it."""
    package = re.search(r"^package (\w+)::Calls;", source.read_text(), re.MULTILINE)
    assert package
    (tmp_path / package[1]).mkdir()
    (tmp_path / package[1] / "Raw.pm").write_text(f"package {package[1]}::Raw; 1;\n")
    assert perl(workshop, f"-I{tmp_path}", "-c", source) == f"{source} syntax OK\n"


def test_it_is_not_loaded_where_the_library_has_another_definition(workshop: Workshop, tmp_path: Path) -> None:
    lying = of_another_definition(workshop.folder / "raw.c", tmp_path / "raw.c")
    (tmp_path / "Machport").mkdir()
    shutil.copy(workshop.folder / "Machport" / "Raw.pm", tmp_path / "Machport")
    module(PERL / "perl_language.py").compile_module(workshop, lying, tmp_path / "auto" / "Machport" / "Raw" / "Raw.so")
    program = f"use lib '{tmp_path}'; eval {{ require Machport::Raw }}; print $@"
    assert "made for the definition 0x0000000000000bad, but the library answers" in perl(workshop, "-e", program)


def test_a_new_thread_gets_no_copy_of_a_right(workshop: Workshop) -> None:
    """Which would release it a second time."""
    program = (
        "use threads; use Machport; my ($receive, $send) = Machport::pair_new(0, 0); my $copy = $send->dup;"
        "print threads->create(sub { ref $send })->join, ' ', $send->units, ' ', Machport::leaks()"
    )
    assert perl(workshop, "-e", program) == "SCALAR 2 0"
