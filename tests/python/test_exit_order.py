"""The interpreter ends with one right of each kind, in every order of five finalizers and from wherever rights are kept.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
import subprocess
import sys
from collections import defaultdict
from itertools import permutations
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LAST = {"os", "sys"}
"""What is kept there ends after the modules of this package: it goes with the process, without a word."""


def names_left(kept: list[tuple[str, str]]) -> int:
    """A send right has the name of its receive right, also when that has gone."""
    return len({"r" if right == "s" else right for right, place in kept if place in LAST})


@pytest.mark.parametrize("layer", ["swig", "cffi"])
def test_rights_go_in_any_order(layer: str) -> None:
    command = [sys.executable, "-m", f"{HERE.name}.exit_orders", layer]
    done = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=False, timeout=600)
    assert (done.returncode, done.stderr) == (0, "")
    orders = defaultdict(set)
    for line in done.stdout.splitlines():
        *arrangement, order, left = line.replace(", ", ",").split(" ")
        kept = [(right, place) for right, place in (one.split(":") for one in arrangement)]
        assert len(json.loads(left)) == names_left(kept), line
        orders[" ".join(sorted({place for _, place in kept}))].add(order)
    assert len(orders) == 8
    every = {"".join(order) for order in permutations("rsopd")}
    for places, found in orders.items():
        assert found == every, places
