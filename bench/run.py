"""`make bench`: measures everything, prints the table and writes build/bench.json. `--store` also writes instructions.json.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cgo
import figures
import instructions
import layers
import managed
import messages
import names
import native
import node
import scripts
from building import BENCH, build

BUILD = BENCH.parent / "build"


def say(text: str) -> None:
    print(f"bench: {text}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--store", action="store_true", help="make the instruction counts the ones that the tests hold")
    parser.add_argument("--build", type=Path, default=BUILD, help="the folder to build in and write to")
    arguments = parser.parse_args()
    folder = arguments.build / "bench"
    say("building")
    build(folder, peers=True)
    say("counting instructions")
    counts = instructions.count(folder)
    if arguments.store:
        instructions.store(counts)
    found = instructions.figures(counts)
    say("measuring memory")
    found += names.memory(folder)
    say("timing the name space")
    found += names.times(folder)
    say("timing messages")
    found += messages.one_thread(folder) + messages.two_threads(folder)
    say("timing the Python layers")
    found += layers.measure(folder)
    say("timing the compiled languages")
    found += native.measure(folder) + cgo.measure(folder)
    say("timing Lua, Ruby and Perl")
    found += scripts.measure(folder / "scripts")
    say("timing Node")
    found += node.measure(folder)
    say("timing Java and C#")
    found += managed.measure(folder / "managed")
    figures.write(found, arguments.build / "bench.json")
    print(figures.table(found))
    missed = sum(figure.within is False for figure in found)
    print(f"\n{len(found)} figures, {sum(figure.within is not None for figure in found)} with a limit, {missed} missed")


if __name__ == "__main__":
    main()
