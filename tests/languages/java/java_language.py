"""Java: SWIG's native half, and above it the classes of bindings/java, whose raw layer is generated.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import shutil
from pathlib import Path

from bad_inputs import ROOT, Case
from language import Language, Workshop, module

HERE = Path(__file__).resolve().parent
CLASSES = ROOT / "bindings" / "java" / "machport"
GSON = Path("/usr/share/java/gson.jar")
WARNINGS = ["-Xlint:all", "-Werror"]
LAYERS = {"machport": ("Raw", ["-lmachport"]), "embedded": ("Embedded", ["-lmach"])}
"""The interface of each layer, with its class and what it is linked to."""


def build(workshop: Workshop) -> None:
    made = workshop.folder / "classes"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    natives = []
    for interface, (layer, link) in LAYERS.items():
        wrapper = workshop.swig("java", interface, f"{layer}Glue", f"{interface}_wrap.c")
        natives.append(workshop.folder / f"{layer}GlueJNI.java")
        library = workshop.folder / f"lib{interface}_java.so"
        include = [
            ROOT / "swig" / "java",
            workshop.prefix / "include" / "machport",
            workshop.prefix / "include" / "machport-mach",
        ]
        options = ["-std=c11", "-O2", "-fPIC", "-shared", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]
        headers = [f"-I{folder}" for folder in (*jni(), *include, workshop.prefix / "include")]
        workshop.run("gcc", *options, *headers, wrapper, f"-L{workshop.libraries}", *link, "-o", library)
    compiled(workshop, made, *sorted(CLASSES.glob("*.java")), *natives)
    compiled(workshop, made, *sorted((HERE / "runner").glob("*.java")))


def jni() -> list[Path]:
    """The folders of jni.h, beside the compiler."""
    compiler = shutil.which("javac")
    assert compiler is not None
    include = Path(compiler).resolve().parents[1] / "include"
    return [include, *(folder for folder in include.iterdir() if (folder / "jni_md.h").exists())]


def compiled(workshop: Workshop, made: Path, *sources: Path) -> None:
    workshop.run("javac", *WARNINGS, "-cp", classpath(made), "-d", made, *sources)


def classpath(made: Path) -> str:
    return f"{made}:{GSON}"


def java(workshop: Workshop, *arguments: str | Path) -> list[str | Path]:
    """A command that starts quickly, and that refuses what JNI does not allow."""
    options = ["-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xcheck:jni", f"-Djava.library.path={workshop.folder}"]
    return ["java", *options, "-cp", classpath(workshop.folder / "classes"), *arguments]


def runner(workshop: Workshop) -> list[str | Path]:
    return java(workshop, "RunVectors")


def refused(workshop: Workshop, cases: list[Case]) -> set[int]:
    found: set[int] = module(HERE / "java_refused.py").refused(workshop, cases)
    return found


LANGUAGE = Language(
    name="Java",
    route="SWIG's JNI, and a class above it, generated",
    version=["java", "--version"],
    build=build,
    runner=runner,
    refused=refused,
    holes={"bad inputs": "-1 is 2^64 - 1 in a long, the one type that Java has for 64 bits: a guard, a context, a wait for ever"},
)
