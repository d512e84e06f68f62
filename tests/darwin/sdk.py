"""What building for Darwin needs: Apple's headers and the names in libSystem, from the ziglang package.

SPDX-License-Identifier: MIT OR Apache-2.0

A folder of links, as -isysroot wants it. Nothing of Apple's is copied into the project.
"""

import importlib.util
import json
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGETS = "x86_64-macos, arm64-macos, x86_64-ios-simulator, arm64-ios-simulator, arm64-ios"
"""As a .tbd file spells what its libraries are for."""


def package() -> Path:
    """The folder lib/libc of the ziglang package."""
    spec = importlib.util.find_spec("ziglang")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(
            "the package ziglang, which carries Apple's headers, is not installed: see tests/requirements.txt"
        )
    return Path(spec.submodule_search_locations[0]) / "lib/libc"


def headers() -> Path:
    """The tree of Apple's headers. Older packages call it by another name."""
    trees = [path for name in ("any-macos-any", "any-darwin-any") for path in (package() / "include").glob(name)]
    if not trees:
        raise FileNotFoundError(f"{package()} holds no headers of Apple's: another version of ziglang keeps them elsewhere")
    return trees[0]


def system_library() -> str:
    """The names in libSystem, for every target that is built for. The package's list speaks of fewer; which names the
    library may use at all, and so what the oldest system must have, is imports.json's to say."""
    text = (package() / "darwin/libSystem.tbd").read_text(encoding="utf-8")
    return re.sub(r"targets:\s*\[[^\]]*\]", f"targets: [ {TARGETS} ]", text)


def embedded_library() -> str:
    """The embedded Mach's own interface, as a library of Darwin's."""
    definition = json.loads((ROOT / "mach/embedded.json").read_text(encoding="utf-8"))
    names = ", ".join(f"_{function['name']}" for function in definition["functions"])
    return f"""--- !tapi-tbd
tbd-version: 4
targets: [ {TARGETS} ]
install-name: /usr/lib/libmach-embedded.dylib
exports:
  - targets: [ {TARGETS} ]
    symbols: [ {names} ]
...
"""


def make(folder: Path) -> Path:
    """Writes the folder anew, and answers it."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "usr/lib").mkdir(parents=True)
    (folder / "usr/include").symlink_to(headers())
    (folder / "usr/lib/libSystem.tbd").write_text(system_library(), encoding="utf-8")
    # Our own headers, where the package has none of the name: it lacks servers/bootstrap.h, mach/mach_vm.h and the like.
    for path in (ROOT / "mach/include").rglob("*.h"):
        header = path.relative_to(ROOT / "mach/include")
        if not (headers() / header).exists():
            (folder / "embedded" / header).parent.mkdir(parents=True, exist_ok=True)
            (folder / "embedded" / header).symlink_to(path)
    (folder / "embedded/machport").symlink_to(ROOT / "abi")
    (folder / "embedded/libmach.tbd").write_text(embedded_library(), encoding="utf-8")
    return folder
