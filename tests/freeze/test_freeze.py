"""The baseline holds, and a broken promise is seen.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import copy
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from . import freeze

LIBRARY = freeze.ROOT / "build/gcc/abi/libmachport.so.1"


def test_nothing_stored_was_broken() -> None:
    assert freeze.check(LIBRARY) == []


def function(definition: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in definition["functions"] if item["name"] == name)
    return found


def break_verb(definition: dict[str, Any]) -> None:
    function(definition, "machport_send_right_release")["params"][0]["verb"] = "borrowed"


def break_value(definition: dict[str, Any]) -> None:
    definition["constants"][0]["value"] += 1


def break_layout(definition: dict[str, Any]) -> None:
    next(iter(definition["structs"][0]["layout"].values()))["size"] += 4


def break_function(definition: dict[str, Any]) -> None:
    definition["functions"].remove(function(definition, "machport_types"))


def break_nullable(definition: dict[str, Any]) -> None:
    del function(definition, "machport_send_right_release")["params"][0]["nullable"]


@pytest.mark.parametrize("fault", [break_verb, break_value, break_layout, break_function, break_nullable])
def test_a_broken_definition_is_seen(fault: Callable[[dict[str, Any]], None]) -> None:
    stored = json.loads(freeze.DEFINITION.read_text())
    broken = copy.deepcopy(stored)
    fault(broken)
    assert freeze.definition_differences(stored, broken)


def test_growth_is_allowed() -> None:
    stored = json.loads(freeze.DEFINITION.read_text())
    grown = copy.deepcopy(stored)
    grown["functions"].append(function(stored, "machport_types") | {"name": "machport_new_one", "since": "1.1"})
    assert freeze.definition_differences(stored, grown) == []


def test_a_broken_binary_is_seen(tmp_path: Path) -> None:
    """A library whose function takes another type: abidiff must say so, or the gate is asleep."""
    source = freeze.ROOT / "abi"
    changed = (
        (source / "src/port_set.c")
        .read_text()
        .replace("machport_port_set_new(machport_port_set_t *set)", "machport_port_set_new(uint64_t *set)")
    )
    (tmp_path / "port_set.c").write_text(changed)
    header = (
        (source / "machport.h").read_text().replace("MACHPORT_OWNED machport_port_set_t *set", "MACHPORT_OWNED uint64_t *set")
    )
    (tmp_path / "machport.h").write_text(header)
    files = [path for path in (source / "src").glob("*.c") if path.name != "port_set.c"]
    options = ["-g", "-shared", "-fPIC", "-fvisibility=hidden", "-w", "-Wl,-soname,libmachport.so.1"]
    options += [f"-Wl,--version-script={source}/machport.map", "-o", str(tmp_path / "libmachport.so.1")]
    options += [f"-I{folder}" for folder in (tmp_path, source / "src", source, freeze.ROOT / "mach/include")]
    files += [tmp_path / "port_set.c", *(source / "src/darwin").glob("*.c")]
    subprocess.run(["gcc", *options, *files, f"-L{freeze.ROOT}/build/gcc/mach", "-l:libmach.so.1"], check=True)
    found = freeze.check(tmp_path / "libmachport.so.1")
    assert found
    assert "abidiff" in found[0]
