"""Ruby: its owned rights, its README, and what is refused when it is loaded.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
from pathlib import Path

import pytest
from glue import of_another_definition
from language import HERE, ROOT, Workshop, built, module

RUBY = HERE / "ruby"
SOURCES = sorted((ROOT / "bindings" / "golden").rglob("*.rb"))


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return built("ruby")


def ruby(workshop: Workshop, *arguments: str | Path) -> str:
    """What it prints, its warnings too."""
    shell = ["sh", "-c", '"$@" 2>&1', "sh", *module(RUBY / "ruby_language.py").ruby(workshop)]
    return workshop.run(*shell, *arguments)


def test_its_owned_rights(workshop: Workshop) -> None:
    assert ruby(workshop, RUBY / "owned_test.rb") == "done\n"


def test_the_readme_prints_what_it_says(workshop: Workshop, tmp_path: Path) -> None:
    text = (ROOT / "bindings" / "ruby" / "README.md").read_text()
    block = re.search(r"```ruby\n(.*?)```", text, re.DOTALL)
    assert block
    source = tmp_path / "readme.rb"
    source.write_text(block[1])
    said = re.findall(r"# prints: (.*)", block[1])
    assert said
    assert ruby(workshop, source).splitlines() == said


def test_what_is_generated_is_ruby(workshop: Workshop) -> None:
    assert SOURCES
    program = "ARGV.each { |file| RubyVM::InstructionSequence.compile_file(file) }"
    assert ruby(workshop, "-e", program, *SOURCES) == ""


def test_it_is_not_loaded_where_the_library_has_another_definition(workshop: Workshop, tmp_path: Path) -> None:
    lying = of_another_definition(workshop.folder / "raw.cpp", tmp_path / "raw.cpp")
    module(RUBY / "ruby_language.py").compile_module(workshop, lying, tmp_path / "machport" / "raw.so")
    program = f'begin; $:.unshift("{tmp_path}"); require "machport/raw"; rescue LoadError => error; puts error.message; end'
    assert "made for the definition 0x0000000000000bad, but the library answers" in ruby(workshop, "-e", program)
