"""What the glue of SWIG is compiled with, and linked to.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import re
from pathlib import Path

from language import ROOT, Workshop

WARNINGS = ["-Wall", "-Wextra", "-Wno-unused-parameter", "-Wno-maybe-uninitialized", "-Werror"]


def compiled(workshop: Workshop, compiler: list[str], language: str, wrapper: Path, module: Path, *options: str) -> None:
    """The module of a wrapper that SWIG made."""
    prefix = workshop.prefix / "include"
    include = [f"-I{path}" for path in (ROOT / "swig" / language, prefix / "machport", prefix, prefix / "machport-mach")]
    module.parent.mkdir(parents=True, exist_ok=True)
    link: list[str | Path] = [f"-L{workshop.libraries}", "-lmachport", "-lmach", "-o", module]
    workshop.run(*compiler, "-O2", "-fPIC", "-shared", *WARNINGS, *include, *options, wrapper, *link)


def of_another_definition(wrapper: Path, lying: Path) -> Path:
    """The same wrapper, but of an interface with another hash."""
    text, count = re.subn(r"UINT64_C\(0x[0-9a-f]{16}\)", "UINT64_C(0xbad)", wrapper.read_text(encoding="utf-8"))
    assert count == 1
    lying.write_text(text, encoding="utf-8")
    return lying
