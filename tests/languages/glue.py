"""What the glue of SWIG is compiled with, and linked to.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

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
