"""Lets the tests import the generator, which is no part of the installed package.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bindings"))
