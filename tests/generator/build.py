"""Builds both layers of the goldens, against features.c, into a package of their own.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import machport
from machport_gen.glue import swig

from .golden import GOLDEN, ROOT

NAMES = ("arrays", "buffers", "keywords", "names", "scalars", "statuses", "structs", "typedefs")
LIBRARIES = Path(machport.__file__).parent / "lib"
TYPEMAPS = ROOT / "swig" / "python"
COMPILE = ["cc", "-std=c11", "-O1", "-fPIC", "-shared", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Werror"]
COMPILE += [f"-I{path}" for path in (GOLDEN, ROOT / "abi", TYPEMAPS, sysconfig.get_path("include"))]
LINK = [f"-L{LIBRARIES}", "-l:libmachport.so.1", f"-Wl,-rpath,{LIBRARIES}"]


def run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True)


def wrappers(name: str, folder: Path) -> dict[str, Path]:
    """The C of both layers' extension modules for a golden, in a folder."""
    golden = GOLDEN / name
    made = {layer: folder / f"_{name}_{layer}.c" for layer in ("swig", "cffi")}
    options = [f"@{TYPEMAPS}/options", f"-I{TYPEMAPS}", "-module", f"_{name}_swig"]
    run(swig(), *options, "-outdir", folder.parent, "-o", made["swig"], golden / "swig.i")
    sources = [golden / "cffi.cdef.h", golden / "cffi.shims.c", made["cffi"]]
    run(sys.executable, "-m", "cffi.gen_src", "read-sources", f"features._{name}_cffi", *sources)
    return made


def package(folder: Path) -> None:
    """A package `features` in a folder."""
    made = folder / "features"
    made.mkdir()
    (made / "__init__.py").touch()
    library = made / "libfeatures.so"
    run(*COMPILE, ROOT / "tests/generator/features.c", "-o", library)
    for name in NAMES:
        golden = GOLDEN / name
        shutil.copy(golden / "structs.py", made / f"{name}_structs.py")
        shutil.copy(golden / "cffi.py", made / f"{name}_cffi.py")
        (made / f"{name}_swig.py").write_text(f"from ._{name}_swig import *\nfrom .{name}_cffi import __all__\n")
        for source in wrappers(name, made).values():
            run(*COMPILE, source, library, "-Wl,-rpath,$ORIGIN", *LINK, "-o", source.with_suffix(".so"))
