"""The tests here run tools as those of GNU Mach do.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
