"""Hostile input: README.md.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import sys
from pathlib import Path

# The readers that are fuzzed, which find their own modules beside them.
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("tests", "tests/vectors", "bindings")]
