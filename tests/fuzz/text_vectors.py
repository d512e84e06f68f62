"""A file of vectors: it is read, or refused with a sentence. What keeps to the schema is refused only for what it says.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
from typing import Any

from jsonschema import Draft202012Validator
from vector_definition import definition
from vector_table import Malformed, read

from . import ROOT
from .json_mutation import JsonMutator

VECTORS = ROOT / "tests/vectors"
SEEDS = [path for path in sorted(VECTORS.glob("**/*.json")) if path.name not in ("schema.json", "unreached.json")]
_KNOWN = definition("embedded")
_SCHEMA = Draft202012Validator(json.loads((VECTORS / "schema.json").read_text(encoding="utf-8")))

MUTATOR = JsonMutator


def run(data: bytes) -> None:
    """Raises what the reader must not raise."""
    content = _content(data)
    group = content.get("group") if isinstance(content, dict) else None
    refused = ""
    try:
        read(data, group if isinstance(group, str) else "file", "embedded", _KNOWN)
    except Malformed as error:
        refused = str(error)
    except ValueError:
        pass
    assert not refused or not _SCHEMA.is_valid(content), f"the schema allows it: {refused}"


def _content(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
