"""The tests here use the modules beside them, and those of the vectors.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "vectors")]
