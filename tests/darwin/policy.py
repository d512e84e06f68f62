"""What a built library must be before anybody is given it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import lief

from .build import LIBRARY
from .sdk import ROOT

DEFINITION = json.loads((ROOT / "abi/machport.json").read_text(encoding="utf-8"))
EXPORTS = {f"_{function['name']}" for function in DEFINITION["functions"]}
_LISTED = json.loads(Path(__file__).with_name("imports.json").read_text(encoding="utf-8"))
MACH_CALLS = {*_LISTED["mach"]}
IMPORTS = MACH_CALLS | {*_LISTED["rest"]}
COMPATIBLE = [1, 0, 0]
"""A program that was linked to a later one than this cannot be loaded with an earlier one."""
SYSTEM = "/usr/lib/libSystem.B.dylib"
PLATFORMS = {"macos": "MACOS", "ios": "IOS", "ios-simulator": "IOS_SIMULATOR"}


def version() -> list[int]:
    """The project's, as CMake has it."""
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    found = re.search(r"project\(machport VERSION ([\d.]+)", text)
    assert found
    return [int(part) for part in found[1].split(".")]


@dataclass(frozen=True)
class Part:
    """What a file says of itself, for one architecture."""

    architecture: str
    name: str
    version: list[int]
    compatible: list[int]
    linked: list[str]
    platform: tuple[str, list[int]]
    exports: set[str]
    imports: set[tuple[str, str]]
    """Each name that must be found elsewhere, and the library that it is looked for in."""
    commands: set[str]


def read(path: Path) -> list[Part]:
    fat = lief.MachO.parse(path)
    assert fat is not None, f"{path} is no Mach-O file"
    return [_part(binary) for binary in fat]


def _part(binary: lief.MachO.Binary) -> Part:
    built = binary.build_version
    assert built is not None, "a file for no platform"
    (itself,) = (library for library in binary.libraries if library.command.name == "ID_DYLIB")
    imports = {(str(b.symbol.name), str(b.library.name) if b.library else "any library") for b in binary.bindings if b.symbol}
    return Part(
        architecture=binary.header.cpu_type.name,
        name=str(itself.name),
        version=list(itself.current_version),
        compatible=list(itself.compatibility_version),
        linked=[str(library.name) for library in binary.libraries if library.command.name != "ID_DYLIB"],
        platform=(built.platform.name, list(built.minos)),
        exports={str(symbol.name) for symbol in binary.exported_symbols},
        imports=imports,
        commands={command.command.name for command in binary.commands},
    )


def difference(what: str, got: set[str], wanted: set[str]) -> list[str]:
    return [f"{what} {name}, which it should not" for name in sorted(got - wanted)] + [
        f"{what} no {name}" for name in sorted(wanted - got)
    ]


def platform(target: str) -> tuple[str, list[int]]:
    """The platform that a target means, and the oldest version of it."""
    found = re.fullmatch(r"[^-]+-apple-([a-z]+)(\d+)(-simulator)?", target)
    assert found
    return PLATFORMS[found[1] + (found[3] or "")], [int(found[2]), 0, 0]


def faults(part: Part, target: str) -> list[str]:
    """Everything that is wrong with the library for a target, in words."""
    found = difference("exports", part.exports, EXPORTS)
    for what, got, wanted in (
        ("its name", part.name, f"@rpath/{LIBRARY}"),
        ("its version", part.version, version()),
        ("its compatibility version", part.compatible, COMPATIBLE),
        ("what it is linked to", part.linked, [SYSTEM]),
        ("its platform", part.platform, platform(target)),
    ):
        if got != wanted:
            found.append(f"{what} is {got}, not {wanted}")
    for name, library in sorted(part.imports):
        if library != SYSTEM or name not in IMPORTS:
            found.append(f"imports {name} from {library}")
    found += [f"has a load command {name}" for name in ("RPATH", "LOAD_DYLINKER") if name in part.commands]
    if "CODE_SIGNATURE" not in part.commands:
        found.append("is not signed")
    return found
