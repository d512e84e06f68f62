"""What is emitted for each feature is what stands beside its header, and what is refused is refused at the line that says so.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
from pathlib import Path

import pytest
from machport_gen import reader
from machport_gen.words import Refused

from .golden import BAD, GOLDEN, HEADERS, INCLUDE, outputs

EXPECTED = re.compile(r"/\* expect: (.*?) \*/")


def test_there_are_as_many_goldens_as_there_were() -> None:
    assert len(HEADERS) >= 14
    assert len(BAD) >= 80


@pytest.mark.parametrize("header", HEADERS, ids=lambda h: h.stem)
def test_what_is_emitted(header: Path) -> None:
    made = outputs(header)
    stored = {file: file.read_text(encoding="utf-8") for file in (GOLDEN / header.stem).iterdir()}
    assert made == stored, "if this is meant: python tests/generator/golden.py, and read the difference"


@pytest.mark.parametrize("header", BAD, ids=lambda h: h.stem)
def test_what_is_refused(header: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(header.parent)
    lines = enumerate(header.read_text(encoding="utf-8").splitlines(), start=1)
    expected = [(number, match[1]) for number, line in lines if (match := EXPECTED.search(line))]
    assert len(expected) == 1, "a bad header expects one error"
    number, sentence = expected[0]
    with pytest.raises(Refused) as refused:
        reader.read(header, INCLUDE)
    assert str(refused.value).startswith(f"{header.name}:{number}: ")
    assert sentence in str(refused.value)
