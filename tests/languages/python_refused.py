"""Makes calls through one of Python's layers, and prints the numbers of those that it refuses: `LAYER FILE`.

SPDX-License-Identifier: MIT OR Apache-2.0

A refusal is an exception of Python's own. MachError is none: that call was made.
"""

from __future__ import annotations

import ast
import importlib
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from machport.error import MachError


def is_refused(layer: ModuleType, function: str, arguments: list[Any]) -> bool:
    try:
        getattr(layer, function)(*arguments)
    except MachError:
        return False
    except (TypeError, ValueError, OverflowError):
        return True
    return False


def main() -> None:
    name, file = sys.argv[1:]
    layer = importlib.import_module(f"machport.raw.{name}")
    calls = ast.literal_eval(Path(file).read_text(encoding="utf-8"))
    json.dump([number for number, function, arguments in calls if is_refused(layer, function, arguments)], sys.stdout)


if __name__ == "__main__":
    main()
