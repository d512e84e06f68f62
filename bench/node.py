"""JavaScript on Node: the generated layer and the owned rights, against glue that is written by hand for Node-API, and C.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from building import BENCH, libraries
from by_hand import compared
from figures import Figure

PACKAGE = BENCH.parent / "bindings" / "node"
OWN = BENCH / "node"


def build(folder: Path) -> Path:
    """The package with its addons, and the peer, linked to the installed package's library: the script that measures."""
    shutil.rmtree(folder, ignore_errors=True)
    package, include = folder / "node_modules" / "machport", folder / "include"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("build"))
    (package / "build").mkdir()
    include.mkdir()
    (include / "machport").symlink_to(BENCH.parent / "abi")
    program = f"console.log(require('{package / 'build.js'}').headers())"
    node = subprocess.run(["node", "-e", program], capture_output=True, text=True, check=True).stdout.strip()
    source = package / "src"
    common = [source / "js.c", source / "layer.c"]
    addons = {
        package / "build" / "machport.node": [package / "generated" / "machport.c", *common],
        package / "build" / "wait.node": [source / "wait.c", *common],
        folder / "by_hand.node": [OWN / "by_hand.c"],
    }
    folders = [f"-I{path}" for path in (source, include, include / "machport", BENCH / "scripts")]
    link = [f"-L{libraries()}", "-l:libmachport.so.1", f"-Wl,-rpath,{libraries()}"]
    for addon, sources in addons.items():
        options = ["-std=gnu11", "-O2", "-fPIC", "-shared", "-Wall", "-Wextra", *folders, "-isystem", node]
        subprocess.run(["gcc", *options, *sources, *link, "-o", addon], check=True)
    return Path(shutil.copy(OWN / "rounds.js", folder))


def measure(folder: Path) -> list[Figure]:
    script = build(folder / "node")
    told = json.loads(subprocess.run(["node", script], capture_output=True, text=True, check=True).stdout)
    samples = [(figure, side, *each) for figure, sides in told.items() for side, taken in sides.items() for each in taken]
    return compared("Node", samples)
