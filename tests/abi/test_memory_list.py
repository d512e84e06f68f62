"""memory_test.c calls every function that can run out of memory or of room for names.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_function_is_called_while_something_is_short() -> None:
    functions = json.loads((ROOT / "abi/machport.json").read_text())["functions"]
    short = {"KERN_RESOURCE_SHORTAGE", "KERN_NO_SPACE", "MACH_SEND_NO_BUFFER", "MACH_RCV_BODY_ERROR", "MACH_RCV_HEADER_ERROR"}
    listed = {f["name"] for f in functions if short & {status["name"] for status in f.get("statuses", [])}}
    called = set(re.findall(r"\b(machport_\w+)\(", (ROOT / "tests/abi/memory_test.c").read_text()))
    assert called >= listed
    assert len(listed) > 12
