"""`python -m fuzz.plain TARGET COUNT`: a target in Python without libFuzzer: its seeds, what was found once, and so many changes.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import importlib
import random
import sys

from .targets import TARGETS


def main() -> None:
    name, count = sys.argv[1], int(sys.argv[2])
    module, target = importlib.import_module(f"fuzz.text_{name}"), TARGETS[name]
    for path in target.seeds:
        print(path, flush=True)
        module.run(path.read_bytes())
    texts = [path.read_bytes() for path in target.seeds]
    mutator, dice = module.MUTATOR(path.read_bytes() for path in module.SEEDS), random.Random(name)
    for number in range(count):
        changed = mutator.mutated(dice.choice(texts), target.most, number)
        print(f"change {number}: {changed!r}", flush=True)
        module.run(changed)


if __name__ == "__main__":
    main()
