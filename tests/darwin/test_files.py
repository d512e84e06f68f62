"""The files that would be given to others are what they should be; and files that are not are told.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import shutil
from pathlib import Path

import pytest
from gnumach import host

from . import build, policy
from .recipe import recipe
from .sdk import ROOT

TARGET = build.MACOS[0]


@pytest.mark.parametrize("target", [*build.MACOS, *build.OTHERS])
def test_the_library_keeps_to_the_policy(target: str) -> None:
    (part,) = policy.read(build.library(target))
    assert policy.faults(part, target) == []


def test_a_fat_file_holds_both_architectures() -> None:
    parts = policy.read(build.fat())
    assert {part.architecture for part in parts} == {"ARM64", "X86_64"}
    assert [policy.faults(part, TARGET) for part in parts] == [[], []]


def test_what_is_installed_keeps_to_it_too(tmp_path: Path) -> None:
    target = build.OTHERS[0]
    build.library(target)
    host.run(
        [build.CMAKE, "--install", str(build.FOLDER / target), "--prefix", str(tmp_path), "--component", "development"], ROOT
    )
    (part,) = policy.read(tmp_path / "lib" / build.LIBRARY)
    assert policy.faults(part, target) == []


def test_each_import_that_is_allowed_is_needed() -> None:
    """For some target: they clear memory by different functions."""
    parts = [part for target in (*build.MACOS, *build.OTHERS) for part in policy.read(build.library(target))]
    needed = {name for part in parts for name, _ in part.imports}
    assert needed == policy.IMPORTS


@pytest.mark.parametrize("target", [TARGET, build.OTHERS[0]])
def test_no_file_says_where_it_was_built(target: str) -> None:
    assert str(ROOT).encode() not in build.library(target).read_bytes()


def test_the_same_sources_make_the_same_file(tmp_path: Path) -> None:
    """Elsewhere, and from a copy: nothing of a machine, a folder or a time is in it."""
    source = tmp_path / "elsewhere" / "machport"
    ignored = shutil.ignore_patterns("build", ".venv", ".git", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, source, symlinks=True, ignore=ignored)
    folder = build.build(build.OTHERS[0], folder=tmp_path / "build", source=source)
    assert (folder / "abi" / build.LIBRARY).read_bytes() == build.library(build.OTHERS[0]).read_bytes()


@pytest.mark.parametrize(
    ("flags", "fault"),
    [
        (["-Wl,-no_adhoc_codesign"], "is not signed"),
        (["-Wl,-rpath,/opt"], "has a load command RPATH"),
        (["-Wl,-flat_namespace"], "imports _abort from any library"),
        (["-current_version", "1.0.1"], "its version is [1, 0, 1], not [1, 0, 0]"),
        (["-compatibility_version", "2.0"], "its compatibility version is [2, 0, 0], not [1, 0, 0]"),
        (["-install_name", "/usr/local/lib/x.dylib"], "its name is /usr/local/lib/x.dylib, not @rpath/libmachport.1.dylib"),
        (["--target=arm64-apple-macos12"], "its platform is ('MACOS', [12, 0, 0]), not ('MACOS', [11, 0, 0])"),
    ],
)
def test_a_wrong_build_is_told(flags: list[str], fault: str, tmp_path: Path) -> None:
    (part,) = policy.read(recipe(TARGET).make(tmp_path, flags, {}))
    assert fault in policy.faults(part, TARGET)


def changed(source: str, right: str, wrong: str, folder: Path, *flags: str) -> list[str]:
    """What is wrong with a library of which one source is another."""
    text = (ROOT / source).read_text(encoding="utf-8")
    assert right in text
    (folder / "changed.c").write_text(text.replace(right, wrong), encoding="utf-8")
    (part,) = policy.read(recipe(TARGET).make(folder, [*flags], {source: folder / "changed.c"}))
    return policy.faults(part, TARGET)


def test_a_name_that_is_not_listed_is_told(tmp_path: Path) -> None:
    hello = (
        "#include <stdio.h>\nMACHPORT_API int machport_hello(void) { return puts(machport_op_mach_name); }\n#include <stdlib.h>"
    )
    faults = changed("abi/src/darwin/space.c", "#include <stdlib.h>", hello, tmp_path, "-Wl,-exported_symbol,_machport_hello")
    assert faults == ["exports _machport_hello, which it should not", f"imports _puts from {policy.SYSTEM}"]


def test_a_function_that_is_missing_is_told(tmp_path: Path) -> None:
    """By the linker, who has the list."""
    with pytest.raises(host.Failure, match="undefined symbol: _machport_abi_version"):
        changed("abi/src/library.c", "machport_abi_version(void)", "machport_op_version(void)", tmp_path)
