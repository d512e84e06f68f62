"""The tests in which memory runs out call every function of libmach, but those that say why they need not.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = [
    *sorted((ROOT / "tests/mach").glob("memory_*test.c")),
    *(ROOT / f"tests/mach/{name}.h" for name in ("scarce", "mach_test")),
]
WITHOUT = {
    "bootstrap_strerror": "a word for a number",
    "mach_error": "a line with that word",
    "mach_error_string": "a word for a number",
    "mach_error_type": "a word for a number",
    "mach_absolute_time": "the clock",
    "mach_timebase_info": "the clock",
    "mach_embedded_reset": "makes a task as mach_embedded_task_create does, before any ends",
    "mach_msg_overwrite": "mach_msg is this, with one buffer",
    "mach_msg_receive": "mach_msg, with the message's own size",
    "mig_put_reply_port": "nothing",
    "mig_reply_setup": "writes a header",
    "mig_strncpy": "copies a string",
    "mig_strncpy_zerofill": "copies a string",
}
WIDE = re.compile(r"mach_(vm_\w+)")


def functions() -> set[str]:
    """What the library shows; a call with wide addresses is the one without."""
    library = ROOT / "build/gcc/mach/libmach.so.1"
    told = subprocess.run(["nm", "--dynamic", "--defined-only", library], check=True, capture_output=True, text=True).stdout
    names = {line.split()[2].partition("@")[0] for line in told.splitlines() if line.split()[1] == "T"}
    return {wide[1] if (wide := WIDE.fullmatch(name)) else name for name in names}


def test_every_call_is_made_while_memory_is_short() -> None:
    called = {name for path in TESTS for name in re.findall(r"\b((?:mach|mig|vm|task|bootstrap)_\w+)\(", path.read_text())}
    exported = functions()
    assert len(exported) > 60
    assert exported - called == WITHOUT.keys()
