"""What the README shows is what happens.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found
    return found.group(1)


EXAMPLES = [
    example
    for readme in (README, (ROOT / "python" / "README.md").read_text())
    for example in re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
]


@pytest.mark.parametrize("layer", ["swig", "cffi"])
@pytest.mark.parametrize("text", EXAMPLES)
def test_the_python_examples_print_what_their_comments_say(text: str, layer: str) -> None:
    expected = re.findall(r"print\(.*\)\s+# (.*)", text)
    assert expected
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", text], env={"MACHPORT_LAYER": layer}, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines() == expected


def test_the_declaration_is_the_definition_s() -> None:
    def words(text: str) -> str:
        return " ".join(text.split())

    assert words(block("c")) in words((ROOT / "abi/machport.h").read_text())


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
