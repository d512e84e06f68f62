"""SWIG's wrappers are called without a tuple of the arguments: nothing else differs from those that SWIG itself makes.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ctypes
import importlib
import json
import re
import shutil
import subprocess
import sys
import sysconfig
from functools import cache
from pathlib import Path
from typing import Any

import machport
import pytest

from .definition import FILES, MODULES, ROOT

RAW = Path(machport.__file__).parent / "raw"
LIBRARIES = Path(machport.__file__).parent / "lib"
TYPEMAPS = ROOT / "swig" / "python"
COMPILE = ["cc", "-std=c11", "-O0", "-fPIC", "-shared", "-DMACHPORT_TUPLE_CALLS"]
COMPILE += [f"-I{path}" for path in (ROOT / "abi", ROOT / "mach" / "include", TYPEMAPS, sysconfig.get_path("include"))]
LINK = [f"-L{LIBRARIES}", "-l:libmachport.so.1", "-l:libmach.so.1", f"-Wl,-rpath,{LIBRARIES}"]
TUPLES = "tuple_calls"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where there is a package with SWIG's modules as SWIG makes them."""
    made: Path = tmp_path_factory.mktemp("parity")
    package = made / TUPLES
    package.mkdir()
    (package / "__init__.py").touch()
    shutil.copy(RAW / "structs.py", package)
    for definition, prefix in (("machport", ""), ("embedded", "embedded_")):
        shutil.copy(RAW / f"{prefix}swig.py", package)
        source = package / f"_{prefix}swig.c"
        options = [f"@{TYPEMAPS}/options", f"-I{TYPEMAPS}", "-module", f"_{prefix}swig", "-outdir", package, "-o", source]
        run(Path(sys.executable).parent / "swig", *options, ROOT / "swig" / f"{definition}.i")
        run(*COMPILE, source, *LINK, "-o", source.with_suffix(".so"))
    return made


def run(*command: object) -> str:
    parts = [str(part) for part in command]
    return subprocess.run(parts, check=True, capture_output=True, text=True, cwd=ROOT / "tests").stdout


@cache
def answers(path: Path | None, which: str, corpus: str) -> dict[str, Any]:
    """What every call comes to, with the modules of a folder or with the installed ones."""
    program = "import sys, parity.outcomes as o; sys.path[:0] = sys.argv[4:]; o.main(*sys.argv[1:4])"
    layer = "swig"
    if path is not None:
        modules = {name: f"{TUPLES}.{prefix}swig" for name, prefix in (("machport", ""), ("embedded", "embedded_"))}
        program = program.replace("o.main", f"[o.MODULES[name].update(swig=m) for name, m in {modules!r}.items()]; o.main")
    text = run(sys.executable, "-c", program, layer, which, corpus, *([path] if path else []))
    return {label: json.loads(answer) for label, _, answer in (line.partition("\t") for line in text.splitlines())}


@pytest.mark.parametrize("which", FILES)
@pytest.mark.parametrize("corpus", ["good", "bad", "misshapen"])
def test_they_answer_alike(folder: Path, which: str, corpus: str) -> None:
    fast, tuples = answers(None, which, corpus), answers(folder, which, corpus)
    assert fast.keys() == tuples.keys()
    assert len(fast) > 10
    differing = {label: (fast[label], tuples[label]) for label in fast if said(fast[label]) != said(tuples[label])}
    assert differing == {}


def said(answer: dict[str, Any]) -> str:
    """Where an argument is named, Python may put the module before the function."""
    return re.sub(r"[\w.]+\._\w*swig\.", "", json.dumps(answer))


@pytest.mark.parametrize("which", FILES)
def test_they_look_alike(folder: Path, which: str) -> None:
    show = "import importlib, json, sys; sys.path[:0] = sys.argv[2:]; m = importlib.import_module(sys.argv[1])"
    show += "; print(json.dumps({n: [getattr(m, n).__name__, getattr(m, n).__doc__, getattr(m, n).__text_signature__]"
    show += " for n in m.__all__ if callable(getattr(m, n))}))"
    name = MODULES[which]["swig"]
    fast = json.loads(run(sys.executable, "-c", show, name))
    tuples = json.loads(run(sys.executable, "-c", show, f"{TUPLES}.{name.rpartition('.')[2]}", folder))
    assert fast == tuples
    assert fast


class Method(ctypes.Structure):
    """How a builtin is described: CPython's PyMethodDef."""

    _fields_ = [("name", ctypes.c_char_p), ("call", ctypes.c_void_p), ("flags", ctypes.c_int)]


METH_VARARGS, METH_FASTCALL = 1, 0x80


def flags(module: str) -> dict[str, int]:
    """How each of its functions is called."""
    swig, found = importlib.import_module(module), {}
    for function in (getattr(swig, name) for name in swig.__all__ if callable(getattr(swig, name))):
        method = Method.from_address(ctypes.c_void_p.from_address(id(function) + object.__basicsize__).value or 0)
        assert method.name == function.__name__.encode()
        found[function.__name__] = method.flags
    return found


@pytest.mark.parametrize("which", FILES)
def test_none_of_the_installed_ones_takes_a_tuple(which: str) -> None:
    installed = flags(MODULES[which]["swig"])
    assert not [name for name, how in installed.items() if how & METH_VARARGS]
    assert [name for name, how in installed.items() if how & METH_FASTCALL]


@pytest.mark.parametrize("which", FILES)
def test_those_that_they_are_compared_with_take_one(folder: Path, which: str) -> None:
    """Else a module would be compared with itself."""
    name = f"{TUPLES}.{MODULES[which]['swig'].rpartition('.')[2]}"
    show = "import json, sys; sys.path[:0] = sys.argv[2:]; from parity.test_calls import flags"
    show += "; print(json.dumps(flags(sys.argv[1])))"
    tuples = json.loads(run(sys.executable, "-c", show, name, folder))
    assert not [each for each, how in tuples.items() if how & METH_FASTCALL]
    fast = {each for each, how in flags(MODULES[which]["swig"]).items() if how & METH_FASTCALL}
    assert fast
    assert {each for each, how in tuples.items() if how & METH_VARARGS} == fast
