"""How the library is made, as ninja would do it: to make one that differs in a flag or in a source, without building it all.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import shlex
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gnumach import host

from . import build
from .sdk import ROOT


@dataclass(frozen=True)
class Recipe:
    """The commands of a build, which are run in its folder."""

    folder: Path
    compile: dict[str, list[str]]
    """By source, below the root."""
    link: list[str]

    def make(self, into: Path, flags: list[str], sources: dict[str, Path]) -> Path:
        """The library, linked with more flags, and from other files for some sources."""
        into.mkdir(parents=True, exist_ok=True)
        replaced = {f"abi/{build.LIBRARY}": str(into / build.LIBRARY)}
        for source, instead in sources.items():
            command = self.compile[source]
            made, output = str(into / f"{instead.stem}.o"), command[command.index("-o") + 1]
            words = {output: made, str(ROOT / source): str(instead), f"{output}.d": f"{made}.d"}
            host.run([*(words.get(word, word) for word in command), "-w"], self.folder)
            replaced[output] = made
        host.run([*(replaced.get(word, word) for word in self.link), *flags], self.folder)
        return into / build.LIBRARY


@cache
def recipe(target: str) -> Recipe:
    folder = build.library(target).parent.parent
    lines = host.run([build.NINJA, "-t", "commands", f"abi/{build.LIBRARY}"], folder).splitlines()
    commands = [shlex.split(line.removeprefix(": && ").removesuffix(" && :")) for line in lines]
    compiled = {str(Path(command[-1]).relative_to(ROOT)): command for command in commands if "-c" in command}
    return Recipe(folder, compiled, commands[-1])
