"""A recording, or rows of the matrix: the replayer replays it, or says in a sentence why it cannot.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import io
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from replay.__main__ import main

from . import ROOT
from .mutation import Mutator

SEEDS = sorted((Path(__file__).parent / "seeds" / "replay").iterdir())
_FOLDER = tempfile.TemporaryDirectory()
SAME, DIFFERS, UNREADABLE = range(3)

MUTATOR = Mutator


def run(data: bytes) -> None:
    """Raises what the replayer must not raise. What begins like a row of the matrix is one."""
    file = Path(_FOLDER.name) / ("rows.jsonl" if data.startswith(b"{") else "recording.txt")
    file.write_bytes(data)
    said, complaint = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(complaint):
        status = main([str(file), "--libmach", str(ROOT / "build/gcc/mach/libmach.so.1")])
    assert status in (SAME, DIFFERS, UNREADABLE)
    assert (f"replay: {file}: " in complaint.getvalue()) == (status == UNREADABLE), complaint.getvalue()
    assert status == UNREADABLE or str(file) in said.getvalue()
