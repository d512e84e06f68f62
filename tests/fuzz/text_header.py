"""A user's header: the generator describes it and emits for it, or says `file:line: sentence`.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import io
import re
import tempfile
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from unittest.mock import patch

from machport_gen import clang, ir
from machport_gen.__main__ import main
from machport_gen.emit import languages
from machport_gen.words import Refused

from . import ROOT
from .mutation import Mutator

GOLDEN = ROOT / "bindings/golden"
SEEDS = [*sorted(GOLDEN.glob("*.h")), *sorted((GOLDEN / "bad").glob("*.h"))]
SENTENCE = re.compile(r"[^\n:]+(:\d+)?: [^\n]+\n")
# One of 64 and one of 32 bits: all eighteen take nine times as long.
TARGETS = clang.TARGETS[:2]
_FOLDER = tempfile.TemporaryDirectory()

MUTATOR = Mutator


def run(data: bytes) -> None:
    """Raises what the generator must not raise."""
    header, said, complaint = Path(_FOLDER.name) / "header.h", io.StringIO(), io.StringIO()
    header.write_bytes(data)
    with redirect_stdout(said), redirect_stderr(complaint), patch.object(clang, "TARGETS", TARGETS):
        status = main(["read", str(header), "-I", str(Path(__file__).parent / "small"), "-I", str(ROOT / "abi")])
    assert status in (0, 1)
    assert status == 0 or (SENTENCE.fullmatch(complaint.getvalue()) and not said.getvalue()), complaint.getvalue()
    if status == 0:
        definition = ir.loads(said.getvalue())
        for emit in languages.LANGUAGES.values():
            with suppress(Refused):
                emit(definition).encode()
