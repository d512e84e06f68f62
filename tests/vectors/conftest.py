"""The tests here use the modules beside them.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
