"""What abi/src/darwin takes for granted of types, numbers and calls is what Apple's headers say, for every target.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from clang.cindex import Cursor, CursorKind, Index, TranslationUnit  # type: ignore[import-untyped]

from . import build
from .sdk import ROOT

LAYOUT = Path(__file__).resolve().parent / "layout"
SOURCES = sorted((ROOT / "abi/src/darwin").glob("*.c"))
TARGETS = (
    "x86_64-apple-macos10.15",
    "x86_64-apple-macos11",
    "arm64-apple-macos11",
    "arm64e-apple-macos11",
    "arm64-apple-ios14",
    "arm64-apple-ios14-simulator",
    "x86_64-apple-ios14-macabi",
    "arm64-apple-tvos14",
    "arm64_32-apple-watchos7",
    "armv7k-apple-watchos7",
    "armv7-apple-ios10",
)
LANGUAGES = ("c99", "c11", "c17", "c++11")

APPLES = {
    "MACHPORT_NULL": "MACH_PORT_NULL",
    "MACHPORT_DEAD": "MACH_PORT_DEAD",
    "MACHPORT_SPECIAL_TASK": "TASK_KERNEL_PORT",
    "MACHPORT_KIND_ANY": None,
}
"""Constants of the definition whose name at Apple's no rule below gives; None where it has none."""
RULES = {
    "MACHPORT_KIND_": "MACH_PORT_RIGHT_",
    "MACHPORT_TYPE_": "MACH_PORT_TYPE_",
    "MACHPORT_MOVE_": "MACH_MSG_TYPE_MOVE_",
    "MACHPORT_COPY_": "MACH_MSG_TYPE_COPY_",
    "MACHPORT_MAKE_": "MACH_MSG_TYPE_MAKE_",
    "MACHPORT_NOTIFY_": "MACH_NOTIFY_",
}
OUR_OWN = re.compile(r"MACHPORT_(CLASS|OUTCOME|ORIGIN|ATTR|GUARD|ABI|ADOPT|FOREVER)")


def apples_name(constant: str) -> str | None:
    if constant in APPLES or OUR_OWN.match(constant):
        return APPLES.get(constant)
    if constant.startswith("MACHPORT_SPECIAL_"):
        return f"TASK_{constant.removeprefix('MACHPORT_SPECIAL_')}_PORT"
    prefix = next(prefix for prefix in RULES if constant.startswith(prefix))
    return constant.replace(prefix, RULES[prefix])


def constants() -> dict[str, str]:
    """Each constant of ours that Apple has too, and its name there."""
    definition = json.loads((ROOT / "abi/machport.json").read_text(encoding="utf-8"))
    named = {constant["name"]: apples_name(constant["name"]) for constant in definition["constants"]}
    named |= {s["constant"]: s["name"] for s in definition["statuses"] if not s["name"].startswith("E_")}
    return {ours: apples for ours, apples in named.items() if apples}


@pytest.fixture(scope="module")
def headers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("layout")
    text = "".join(f"SAME((uint32_t){ours}, (uint32_t){apples});\n" for ours, apples in constants().items())
    (folder / "constants.h").write_text(text, encoding="utf-8")
    return folder


def compile_errors(target: str, language: str, source: Path, headers: Path) -> str:
    kind = "c++" if "++" in language else "c"
    options = ["-target", target, "-isysroot", str(build.the_sdk()), "-nostdinc++", "-x", kind, f"-std={language}"]
    warnings = ["-pedantic-errors", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"]
    includes = [f"-I{folder}" for folder in (headers, LAYOUT, ROOT / "abi")]
    run = subprocess.run(["clang", *options, *warnings, *includes, source], capture_output=True, text=True, check=False)
    return run.stderr if run.returncode else ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("target", TARGETS)
def test_apples_headers_say_the_same(target: str, language: str, headers: Path) -> None:
    assert compile_errors(target, language, LAYOUT / "layout.c", headers) == ""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("SIZE(mach_msg_header_t, 24)", "SIZE(mach_msg_header_t, 32)"),
        ("FIELD(mach_port_status_t, mps_srights, 24, 4)", "FIELD(mach_port_status_t, mps_srights, 20, 4)"),
        ("SAME(MPO_STRICT, 0x20)", "SAME(MPO_STRICT, 0x40)"),
        ("SAME_TYPE(mach_port_delta_t, int32_t)", "SAME_TYPE(mach_port_delta_t, uint32_t)"),
        (
            "FUNCTION(mach_port_type, int32_t, uint32_t, uint32_t, uint32_t *)",
            "FUNCTION(mach_port_type, int32_t, uint32_t, uint32_t)",
        ),
        ("FUNCTION(mach_host_self, uint32_t, void)", "FUNCTION(mach_host_self, uint64_t, void)"),
    ],
)
@pytest.mark.parametrize("language", ["c99", "c++11"])
def test_what_they_do_not_say_does_not_compile(right: str, wrong: str, language: str, headers: Path, tmp_path: Path) -> None:
    text = (LAYOUT / "layout.c").read_text(encoding="utf-8")
    assert text.count(right) == 1
    (tmp_path / "wrong.c").write_text(text.replace(right, wrong), encoding="utf-8")
    assert "error" in compile_errors(build.MACOS[0], language, tmp_path / "wrong.c", headers)


def test_a_constant_that_is_another_at_apples_does_not_compile(headers: Path, tmp_path: Path) -> None:
    text = (headers / "constants.h").read_text(encoding="utf-8")
    (tmp_path / "constants.h").write_text(
        text.replace("(uint32_t)MACH_MSG_TYPE_COPY_SEND)", "(uint32_t)MACH_MSG_TYPE_MAKE_SEND)")
    )
    assert "error" in compile_errors(build.MACOS[0], "c11", LAYOUT / "layout.c", tmp_path)


def walk(cursor: Cursor, source: Path) -> Iterator[Cursor]:
    for child in cursor.get_children():
        if child.location.file and Path(child.location.file.name) == source:
            yield child
            yield from walk(child, source)


def used(source: Path) -> set[str]:
    """What of Apple's <mach/...> and <sys/event.h> a source uses: calls, variables, types, fields and macros."""
    options = ["--target=arm64-apple-macos11", "-isysroot", str(build.the_sdk()), f"-I{ROOT / 'abi'}", f"-I{ROOT / 'abi/src'}"]
    system = ["-isystem", str(build.compiler_headers()), "-w"]
    unit = Index.create().parse(source, options + system, options=TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD)
    assert not [d for d in unit.diagnostics if d.severity >= d.Error], [d.spelling for d in unit.diagnostics]
    names = set()
    for cursor in walk(unit.cursor, source):
        meant = cursor.get_definition() or cursor.referenced if cursor.kind != CursorKind.MACRO_DEFINITION else None
        if meant is None or meant.location.file is None or (meant.kind == CursorKind.FIELD_DECL and meant.is_bitfield()):
            continue
        place = meant.location.file.name
        if "/mach/" in place or place.endswith("/sys/event.h"):
            names.add(str(meant.spelling))
    return names - {""}


def test_all_that_is_used_is_asserted() -> None:
    """But the place of bit-fields, which no assertion can tell: tests/headers compares those, and the programs read them."""
    asserted = set(re.findall(r"\w+", (LAYOUT / "layout.c").read_text(encoding="utf-8"))) | {*constants().values()}
    names = {name: source.name for source in SOURCES for name in used(source)}
    assert len(names) > 80
    assert {name: source for name, source in names.items() if name not in asserted} == {}
