"""Java and C#: the generated layer and the owned rights, against glue that is written by hand, and C.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from building import BENCH, libraries
from by_hand import compared, lines
from figures import Figure

REPOSITORY = BENCH.parent
OWN = BENCH / "managed"


def run(folder: Path, *command: str | Path) -> str:
    """What it prints; what it says where it fails is seen."""
    path = f"{folder}:{libraries()}"
    environment = os.environ | {"LD_LIBRARY_PATH": path}
    return subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


def native(folder: Path, language: str) -> None:
    """SWIG's native half, and what is written by hand in C."""
    typemaps = REPOSITORY / "swig" / language
    options = [f"@{typemaps / 'options'}", f"-I{typemaps}"]
    options += ["-dllimport", "machport_csharp"] if language == "csharp" else []
    swig = Path(sys.executable).with_name("swig")
    run(folder, swig, *options, "-module", "RawGlue", "-o", "wrap.c", REPOSITORY / "swig" / "machport.i")
    include = [typemaps, BENCH / "scripts", REPOSITORY / "abi", folder / "include", *(jni() if language == "java" else [])]
    flags = ["-O2", "-fPIC", "-shared", *(f"-I{path}" for path in include)]
    link = [f"-L{libraries()}", "-l:libmachport.so.1"]
    made = {f"machport_{language}": ["wrap.c"], "by_hand": [str(OWN / "in_c.c")]}
    made["by_hand"] += [str(OWN / "by_hand_java.c")] if language == "java" else []
    for library, sources in made.items():
        run(folder, "gcc", "-std=gnu11", *flags, *sources, *link, "-o", f"lib{library}.so")


def jni() -> list[Path]:
    """The folders of jni.h, beside the compiler."""
    compiler = shutil.which("javac")
    assert compiler is not None
    include = Path(compiler).resolve().parents[1] / "include"
    return [include, *(folder for folder in include.iterdir() if (folder / "jni_md.h").exists())]


def java(folder: Path) -> str:
    classes = [file for file in (REPOSITORY / "bindings" / "java" / "machport").glob("*.java") if file.stem != "Embedded"]
    run(folder, "javac", "-d", ".", *classes, folder / "RawGlueJNI.java", OWN / "ByHand.java", OWN / "Rounds.java")
    return run(folder, "java", f"-Djava.library.path={folder}", "-cp", folder, "Rounds")


def csharp(folder: Path) -> str:
    classes = [file for file in (REPOSITORY / "bindings" / "csharp").glob("*.cs") if file.stem != "Embedded"]
    own = [folder / "RawGluePINVOKE.cs", OWN / "ByHand.cs", OWN / "Rounds.cs"]
    run(folder, "mcs", "-unsafe", "-optimize+", "-out:rounds.exe", *classes, *own)
    return run(folder, "mono", "rounds.exe")


LANGUAGES = {"java": ("Java", java), "csharp": ("C#", csharp)}


def measure(folder: Path) -> list[Figure]:
    found: list[Figure] = []
    for language, (name, rounds) in LANGUAGES.items():
        own = folder / language
        shutil.rmtree(own, ignore_errors=True)
        (own / "include").mkdir(parents=True)
        (own / "include" / "machport").symlink_to(REPOSITORY / "abi")
        native(own, language)
        found += compared(name, lines(rounds(own)))
    return found
