"""The freeze gate: what was stored in abi/frozen stays true, in the definition and in the binary.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FROZEN = ROOT / "abi" / "frozen"
DEFINITION = ROOT / "abi" / "machport.json"
# What may change without breaking a caller: how a thing is explained, and which statuses its explanation lists.
PROSE = {"doc", "generated", "hash", "text", "when", "statuses"}


def differences(stored: Any, current: Any, place: str) -> list[str]:
    """Where `current` says anything else than `stored`. Neither less nor more: another word is another promise."""
    if isinstance(stored, dict) and isinstance(current, dict):
        found = [f"{place}: {key} was added" for key in current.keys() - stored.keys() - PROSE]
        for key in stored.keys() - PROSE:
            if key not in current:
                found.append(f"{place}: {key} is gone")
            else:
                found += differences(stored[key], current[key], f"{place}.{key}")
        return sorted(found)
    if isinstance(stored, list) and isinstance(current, list):
        if len(stored) != len(current):
            return [f"{place}: {len(stored)} elements are now {len(current)}"]
        return [line for i, (a, b) in enumerate(zip(stored, current, strict=True)) for line in differences(a, b, f"{place}[{i}]")]
    return [] if stored == current else [f"{place}: {stored!r} is now {current!r}"]


def definition_differences(stored: dict[str, Any], current: dict[str, Any]) -> list[str]:
    found: list[str] = []
    for section in ("constants", "statuses", "types", "structs", "functions"):
        now = {item["name"]: item for item in current[section]}
        for item in stored[section]:
            name = item["name"]
            found += differences(item, now[name], name) if name in now else [f"{name} is gone"]
    return found


def tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        sys.exit(f"{name} is missing; it is in Debian's package abigail-tools")
    return path


def baseline(definition: dict[str, Any]) -> tuple[Path, Path]:
    stem = f"machport-{definition['version']}"
    return FROZEN / f"{stem}.json", FROZEN / f"{stem}.{platform.machine()}.abi"


def check(library: Path) -> list[str]:
    """Every way in which the definition or the binary breaks a stored baseline."""
    current = json.loads(DEFINITION.read_text())
    stored = sorted(FROZEN.glob("machport-*.json"))
    if not stored:
        return ["abi/frozen holds no baseline: `make abi-store` writes one"]
    found: list[str] = []
    for path in stored:
        found += [f"{path.name}: {line}" for line in definition_differences(json.loads(path.read_text()), current)]
    binaries = sorted(FROZEN.glob(f"machport-*.{platform.machine()}.abi"))
    if not binaries:
        found.append(f"abi/frozen holds no binary baseline for {platform.machine()}: `make abi-store` writes one")
    if b".debug_info" not in subprocess.run(["readelf", "-SW", library], check=True, capture_output=True).stdout:
        found.append(f"{library} has no debug information, without which abidiff sees nothing")
    for path in binaries:
        run = subprocess.run(
            [tool("abidiff"), "--no-added-syms", "--harmless", path, library], capture_output=True, text=True, check=False
        )
        if run.returncode:
            found.append(f"{path.name}: abidiff answers {run.returncode}\n{run.stdout}{run.stderr}")
    return found


def store(library: Path) -> None:
    definition, binary = baseline(json.loads(DEFINITION.read_text()))
    FROZEN.mkdir(exist_ok=True)
    shutil.copyfile(DEFINITION, definition)
    subprocess.run(
        [
            tool("abidw"),
            "--no-show-locs",
            "--no-corpus-path",
            "--no-comp-dir-path",
            "--type-id-style",
            "hash",
            "--out-file",
            binary,
            library,
        ],
        check=True,
    )
    # Where it was built is nobody's business, and would be a difference to the next one who stores.
    binary.write_text(binary.read_text().replace(f"{ROOT}/", ""))
    print(f"stored {definition.relative_to(ROOT)} and {binary.relative_to(ROOT)}: commit them alone, and say why")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["check", "store"])
    parser.add_argument("library", type=Path, help="libmachport.so.1, built by gcc with debug information")
    arguments = parser.parse_args()
    if arguments.what == "store":
        store(arguments.library)
        return
    found = check(arguments.library)
    print("\n".join(found) or "the definition and the binary keep what abi/frozen says")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
