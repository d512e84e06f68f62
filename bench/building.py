"""Builds what is measured, against the libraries of the package that this Python has installed.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parent
TOOLS = {"valgrind": "valgrind"}  # command -> Debian package
TOOLS_OF_PEERS = {"g++": "g++", "pkg-config": "pkg-config"}
LIBRARIES_OF_PEERS = {"glib-2.0": "libglib2.0-dev", "libzmq": "libzmq3-dev"}


def require(tools: dict[str, str]) -> None:
    missing = [f"{command} (Debian: {package})" for command, package in tools.items() if shutil.which(command) is None]
    if missing:
        sys.exit(f"bench: missing on this machine: {', '.join(missing)}")


def require_libraries() -> None:
    for name, package in LIBRARIES_OF_PEERS.items():
        if subprocess.run(["pkg-config", "--exists", name], check=False).returncode != 0:
            sys.exit(f"bench: missing on this machine: the headers of {name} (Debian: {package})")


def libraries() -> Path:
    package = importlib.util.find_spec("machport")
    if package is None or package.origin is None:
        sys.exit("bench: this Python has no machport: `make bench` installs it into .venv")
    return Path(package.origin).parent / "lib"


def build(folder: Path, *, peers: bool) -> None:
    """Without the peers only the program whose instructions are counted."""
    require(TOOLS | (TOOLS_OF_PEERS if peers else {}))
    if peers:
        require_libraries()
    os.environ["PATH"] = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
    options = {"MACHPORT_LIBRARIES": libraries(), "BENCH_PEERS": "ON" if peers else "OFF", "Python_EXECUTABLE": sys.executable}
    defined = [f"-D{name}={value}" for name, value in options.items()]
    configure = ["cmake", "-G", "Ninja", "-S", str(BENCH), "-B", str(folder), "--log-level=WARNING", *defined]
    subprocess.run(configure, stdout=sys.stderr, check=True)
    subprocess.run(["cmake", "--build", str(folder), "--", "--quiet"], stdout=sys.stderr, check=True)
