"""`python -m fuzz.text TARGET [option of libFuzzer]... [folder or file]...`: a target in Python under libFuzzer.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import importlib
import sys
from typing import Any

INSTRUMENTED = ["machport_gen", "replay", "matrix", "vector_definition", "vector_table", "vector_value"]


def main() -> None:
    atheris: Any = importlib.import_module("atheris")  # which only `make fuzz` installs
    name = sys.argv.pop(1)
    with atheris.instrument_imports(include=INSTRUMENTED):
        target = importlib.import_module(f"fuzz.text_{name}")
    mutator = target.MUTATOR(path.read_bytes() for path in target.SEEDS)

    def changed(data: bytes, most: int, seed: int) -> bytes:
        made: bytes = mutator.mutated(data, most, seed) if seed % 4 else atheris.Mutate(data, most)
        return made

    atheris.Setup(sys.argv, target.run, custom_mutator=changed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
