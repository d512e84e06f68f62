"""Running the tools that the test needs, with a sentence where one is missing or fails.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import shutil
import subprocess
from pathlib import Path


class Failure(Exception):
    """Why the test could not be run; its text is for the person who ran it."""


def find(tool: str, package: str) -> str:
    """The path of a tool, named with the Debian package that has it."""
    path = shutil.which(tool)
    if path is None:
        raise Failure(f"{tool} is missing: install it (Debian: {package})")
    return path


def run(command: list[str], folder: Path) -> str:
    """What a command prints, run in a folder."""
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode != 0:
        raise Failure(f"{command[0]} failed ({done.returncode}): {' '.join(command)}\n{done.stdout.rstrip()}")
    return done.stdout
