"""What is emitted for Java and C# compiles, for each feature, and does what the C function does.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from machport_gen.emit import managed
from machport_gen.glue import swig

from . import build
from .golden import GOLDEN, HEADERS, IR_ONLY, ROOT, definition

EMITTED = [header for header in HEADERS if header.stem not in IR_ONLY]
SOURCES = {"java": ROOT / "bindings" / "java" / "machport", "csharp": ROOT / "bindings" / "csharp"}
SUFFIX = {"java": "java", "csharp": "cs"}
NATIVE = {"java": "JNI", "csharp": "PINVOKE"}
HERE = ROOT / "tests" / "generator"


def include(language: str) -> list[str]:
    compiler = shutil.which("javac")
    assert compiler, "javac is missing"
    jni = Path(compiler).resolve().parents[1] / "include"
    own = [jni, *(folder for folder in jni.iterdir() if (folder / "jni_md.h").exists())] if language == "java" else []
    return [f"-I{folder}" for folder in (*own, GOLDEN, ROOT / "abi", ROOT / "swig" / language)]


def native(language: str, folder: Path, library: str, layer: str, interface: Path, *sources: Path) -> Path:
    """SWIG's native half: its class, and its library, with every warning; where it can be called, it is built."""
    typemaps = ROOT / "swig" / language
    options = [f"@{typemaps / 'options'}", f"-I{typemaps}", f"-I{GOLDEN}"]
    options += ["-dllimport", f"{library}_csharp"] if language == "csharp" else []
    wrapper = folder / f"{library}_wrap.c"
    build.run(swig(), *options, "-module", f"{layer}Glue", "-outdir", folder, "-o", wrapper, interface)
    warnings = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]
    linked = [*sources, *build.LINK, "-shared", "-o", folder / f"lib{library}_{language}.so"] if sources else ["-fsyntax-only"]
    found = [*include(language), f"-I{folder / 'with'}"]
    build.run("gcc", "-fPIC", *warnings, *found, wrapper, *linked)
    return folder / f"{layer}Glue{NATIVE[language]}.{SUFFIX[language]}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """For each language a folder with all goldens: sources in classes, and the libraries."""
    return {language: _made(language, tmp_path_factory.mktemp(language)) for language in SOURCES}


def _made(language: str, folder: Path) -> Path:
    (folder / "with").mkdir()
    (folder / "with" / "machport").symlink_to(ROOT / "abi")
    classes = folder / "classes"
    classes.mkdir()
    for source in SOURCES[language].glob(f"*.{SUFFIX[language]}"):
        if not source.stem.startswith("Embedded"):
            shutil.copy(source, classes)
    features = HERE / "features.c"
    shutil.copy(native(language, folder, "machport", "Raw", ROOT / "swig" / "machport.i", features), classes)
    for header in EMITTED:
        known = definition(header)
        layer, golden = managed.layer(known), GOLDEN / header.stem
        shutil.copy(golden / f"Layer.{SUFFIX[language]}", classes / f"{layer}.{SUFFIX[language]}")
        shutil.copy(golden / f"Calls.{SUFFIX[language]}", classes / f"{layer}Calls.{SUFFIX[language]}")
        called = [features] if header.stem in build.NAMES else []
        shutil.copy(native(language, folder, known.library, layer, golden / "swig.i", *called), classes)
    return folder


def ran(folder: Path, *command: str | Path) -> int:
    told = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env={"LD_LIBRARY_PATH": f"{folder}:{build.LIBRARIES}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.stderr, told.returncode) == ("", 0)
    return int(told.stdout)


def test_java_does_what_c_does(made: dict[str, Path]) -> None:
    folder = made["java"]
    sources = [*(folder / "classes").glob("*.java"), HERE / "Features.java"]
    build.run("javac", "-Xlint:all", "-Werror", "-proc:none", "-d", folder / "out", *sources)
    options = ["-XX:TieredStopAtLevel=1", "-Xcheck:jni", f"-Djava.library.path={folder}"]
    assert ran(folder, "java", *options, "-cp", folder / "out", "machport.Features") > 40


def test_csharp_does_what_c_does(made: dict[str, Path]) -> None:
    folder = made["csharp"]
    sources = [*(folder / "classes").glob("*.cs"), HERE / "Features.cs"]
    build.run("mcs", "-warn:4", "-warnaserror+", "-unsafe", f"-out:{folder / 'features.exe'}", *sources)
    assert ran(folder, "mono", "--debug", folder / "features.exe") > 40


@pytest.mark.parametrize("language", SOURCES)
def test_another_verb_is_another_type(language: str) -> None:
    """What is consumed is claimed, what is borrowed is pinned."""
    from machport_gen import ir
    from machport_gen.emit import languages

    known = ir.loads((ROOT / "abi" / "machport.json").read_text(encoding="utf-8"))
    emitter = languages.LANGUAGES[f"{language}-calls"]

    def body(text: str) -> str:
        found = re.search(r" sendRightRelease\(SendRight send\) \{\n(.*?)\n    \}\n", text, re.DOTALL | re.IGNORECASE)
        assert found
        return found[1].lower()

    assert "send.claim()" in body(emitter(known))
    send = next(f for f in known.functions if f.name == "machport_send_right_release").params[0]
    send.verb, send.nullable = "borrowed", False
    assert "send.claim()" not in body(emitter(known))
    assert "send.pin()" in body(emitter(known))
