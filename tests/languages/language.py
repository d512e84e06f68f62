"""What a language says of itself so that it stands in the table: LANGUAGE in the NAME_language.py of its folder.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType

from bad_inputs import Case

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILT = ROOT / "build" / "gcc"
"""What tests/run.py --build gcc makes."""
WORK = ROOT / "build" / "languages"


class Missing(Exception):
    """What a language needs and this machine has not."""


@dataclass(frozen=True)
class Workshop:
    """Where a language builds, and what it builds against."""

    name: str

    @property
    def folder(self) -> Path:
        """The language's own, for all that it makes; it is made."""
        folder = WORK / self.name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def prefix(self) -> Path:
        """An installed machport: include/machport, include/machport-mach, the libraries, pkgconfig."""
        return prefix()

    @property
    def libraries(self) -> Path:
        """The folder of libmachport.so and libmach.so."""
        return next(self.prefix.rglob("libmachport.so")).parent

    def environment(self, **more: str | Path) -> dict[str, str]:
        """That of a build or a run: pkg-config and the loader find machport."""
        found = {"PKG_CONFIG_PATH": self.libraries / "pkgconfig", "LD_LIBRARY_PATH": self.libraries, **more}
        return os.environ | {name: str(value) for name, value in found.items()}

    def run(self, *command: str | Path, cwd: Path | None = None, check: bool = True, **more: str | Path) -> str:
        """What a command prints; what it says where it fails is in the exception's text."""
        done = subprocess.run(
            [str(word) for word in command],
            cwd=cwd or self.folder,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise RuntimeError(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
        return done.stdout

    def swig(self, language: str, interface: str, module: str, wrapper: str, *options: str) -> Path:
        """What SWIG makes of swig/INTERFACE.i with the typemaps of swig/LANGUAGE: the C file, in the workshop's folder."""
        typemaps = ROOT / "swig" / language
        made = self.folder / wrapper
        swig = Path(sys.executable).with_name("swig")
        told = [f"@{typemaps / 'options'}", f"-I{typemaps}", *options, "-module", module]
        self.run(swig, *told, "-o", made, ROOT / "swig" / f"{interface}.i")
        return made


@dataclass(frozen=True)
class Language:
    name: str
    """As people call it."""
    route: str
    """How it reaches the ABI: what is generated, in a few words."""
    version: Sequence[str]
    """The command that prints the toolchain's version in its first line."""
    build: Callable[[Workshop], None]
    """Builds the layer and the runner into the workshop's folder. Raises where that fails."""
    runner: Callable[[Workshop], Sequence[str | Path]]
    """The runner's command; the file that holds the table of the vectors comes behind it, but where `falsified` is told."""
    refused: Callable[[Workshop, list[Case]], set[int]]
    """The numbers of those bad inputs that the language refuses, by its compiler or when it runs."""
    falsified: Callable[[Workshop, str], Sequence[str | Path]] | None = None
    """Of a runner that has the vectors in a form of its own: its command where the vector of this name counts wrongly."""
    holes: Mapping[str, str] = field(default_factory=dict)
    """What is missing in a column of the table ("vectors", "verbs", "bad inputs"), and why."""


@cache
def prefix() -> Path:
    if not (BUILT / "abi" / "libmachport.so.1").exists():
        raise Missing("build/gcc is not there: tests/run.py --build gcc makes it")
    folder = WORK / "prefix"
    cmake = Path(sys.executable).with_name("cmake")
    command = [str(cmake), "--install", str(BUILT), "--prefix", str(folder), "--component", "development"]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@cache
def languages() -> dict[str, Language]:
    """Every language, by the name of its folder."""
    return {file.parent.name: _loaded(file) for file in sorted(HERE.glob("*/*_language.py"))}


def _loaded(file: Path) -> Language:
    found: Language = module(file).LANGUAGE
    return found


def module(file: Path) -> ModuleType:
    """A module of a language's folder; other languages may have one of the same name."""
    spec = importlib.util.spec_from_file_location(f"{file.parent.name}_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[made.__name__] = made
    spec.loader.exec_module(made)
    return made


@cache
def built(key: str) -> Workshop:
    """The workshop of a language, with everything built in it."""
    workshop = Workshop(key)
    languages()[key].build(workshop)
    return workshop
