"""The page of what differs between the Machs says what the vectors say, and an answer that is not in it is seen.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from differences import Difference, differences, page
from vector_definition import ROOT


def test_the_page_is_the_vectors() -> None:
    assert (ROOT / "docs/differences.md").read_text(encoding="utf-8") == page(), "make generated writes it"


def test_an_answer_of_one_mach_is_found() -> None:
    step = {"call": "machport_types", "out": {"types": 1}, "on": {"gnumach": {"status": "E_DEAD", "why": "so it is"}}}
    content = {"group": "name", "vectors": [{"name": "a vector", "steps": [step]}]}
    assert list(differences(content)) == [
        Difference("gnumach", "so it is", "name/a vector", "machport_types", "KERN_SUCCESS", "E_DEAD")
    ]
