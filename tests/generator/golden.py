"""The goldens: a small header for each feature, and all that is emitted for it.

SPDX-License-Identifier: MIT OR Apache-2.0

`python tests/generator/golden.py` writes them anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "bindings"))

from machport_gen import ir, reader  # noqa: E402
from machport_gen.emit import languages  # noqa: E402

GOLDEN = ROOT / "bindings" / "golden"
HEADERS = sorted(GOLDEN.glob("*.h"))
BAD = sorted((GOLDEN / "bad").glob("*.h"))
INCLUDE = [ROOT / "abi"]
FILES = {
    "swig": "swig.i",
    "swig-calls": "calls.i",
    "cffi": "cffi.py",
    "cffi-cdef": "cffi.cdef.h",
    "cffi-shims": "cffi.shims.c",
    "stubs": "layer.pyi",
    "structs": "structs.py",
    "map": "library.map",
    "cpp": "calls.hpp",
    "lua": "calls.lua",
    "java": "Layer.java",
    "java-calls": "Calls.java",
    "csharp": "Layer.cs",
    "csharp-calls": "Calls.cs",
    "node": "node.c",
    "perl": "Calls.pm",
    "ruby": "calls.rb",
    "go": "layer.go",
    "go-calls": "calls.go",
    "node-types": "node.d.ts",
    "node-calls": "node_calls.js",
    "node-calls-types": "node_calls.d.ts",
    "rust": "sys.rs",
    "rust-calls": "calls.rs",
}
# Described on paper: it has what only C can follow.
IR_ONLY = {"foreign"}


def definition(header: Path) -> ir.Definition:
    return reader.read(header, INCLUDE, origin=header.relative_to(ROOT).as_posix())


def outputs(header: Path) -> dict[Path, str]:
    """Every golden file of a header, with the text that it should have."""
    folder = GOLDEN / header.stem
    text = ir.dumps(definition(header))
    made = {folder / "ir.json": text}
    if header.stem not in IR_ONLY:
        made |= {folder / file: languages.LANGUAGES[name](ir.loads(text)) for name, file in FILES.items()}
    return made


if __name__ == "__main__":
    for header in HEADERS:
        for file, text in outputs(header).items():
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
