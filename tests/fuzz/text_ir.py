"""A definition as JSON: it is read, or refused with a sentence; what is emitted for it is a file, or refused with a sentence.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from contextlib import suppress

from machport_gen import ir
from machport_gen.emit import languages
from machport_gen.words import Refused

from . import ROOT
from .json_mutation import JsonMutator

SEEDS = sorted((ROOT / "bindings/golden").glob("*/ir.json"))

MUTATOR = JsonMutator


def run(data: bytes) -> None:
    """Raises what the readers must not raise."""
    try:
        definition = ir.loads(data.decode())
    except (UnicodeDecodeError, Refused):
        return
    assert ir.loads(ir.dumps(definition)) == definition
    for emit in languages.LANGUAGES.values():
        with suppress(Refused):
            emit(definition).encode()
