"""Builds the table of the vectors that it is given into the C++ runner, and runs that.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "vectors")]

from cpp_calls import Tables  # noqa: E402


def main() -> None:
    folder, prefix, file = (Path(word) for word in sys.argv[1:])
    text = file.read_text(encoding="utf-8")
    tables = Tables().emit(json.loads(text))
    program = folder / f"run_{hashlib.sha256(tables.encode()).hexdigest()[:16]}"
    source, table = program.with_suffix(".c"), program.with_suffix(".o")
    source.write_text(tables, encoding="utf-8")
    options = ["-std=c11", "-g", f"-I{HERE.parents[1] / 'vectors'}", f"-I{prefix / 'include' / 'machport'}"]
    options.append(f"-I{prefix / 'include' / 'machport-mach'}")
    options.append(f"-I{prefix / 'include'}")
    subprocess.run(["gcc", *options, "-c", str(source), "-o", str(table)], check=True)
    libraries = next(prefix.rglob("libmachport.so")).parent
    link = [f"-L{libraries}", "-lmachport", "-lmach", "-o", str(program)]
    subprocess.run(["g++", str(table), *map(str, sorted(folder.glob("part_*.o"))), *link], check=True)
    os.execv(program, [str(program)])


if __name__ == "__main__":
    main()
