"""Lists the functions that an object file defines: `machport layers` shows those of abi/src/unimplemented.c.

SPDX-License-Identifier: MIT OR Apache-2.0

Usage: list_unimplemented.py NM OBJECT OUTPUT
"""

import subprocess
import sys
from pathlib import Path

nm, object_file, output = sys.argv[1:]
symbols = subprocess.run([nm, "-g", "-P", object_file], check=True, capture_output=True, text=True).stdout
defined = (line.split()[0].lstrip("_") for line in symbols.splitlines() if line.split()[1] == "T")
Path(output).write_text("".join(f"{name}\n" for name in sorted(defined)), "utf-8")
