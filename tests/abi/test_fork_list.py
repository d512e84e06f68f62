"""fork_test.c calls every function that answers E_FORKED: the vectors, which cannot fork, rely on it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_function_is_called_in_a_forked_child() -> None:
    functions = json.loads((ROOT / "abi/machport.json").read_text())["functions"]
    listed = {f["name"] for f in functions if any(status["name"] == "E_FORKED" for status in f.get("statuses", []))}
    called = set(re.findall(r"REFUSED\([^;]*?(machport_\w+)\(", (ROOT / "tests/abi/fork_test.c").read_text()))
    assert called >= listed
    assert len(listed) > 12
