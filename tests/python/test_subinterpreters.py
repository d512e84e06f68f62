"""The package is the main interpreter's: another one is told so, and the main one's goes on.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

# The standard library has no public module for them before Python 3.14.
PROGRAM = """
import importlib, importlib.util, sys
names = ("_interpreters", "_xxsubinterpreters")
interpreters = importlib.import_module(next(name for name in names if importlib.util.find_spec(name)))

def try_in_another(module):
    other = interpreters.create()
    interpreters.run_string(other, f'''
try:
    import {module}
except ImportError as error:
    print(error)
else:
    print("loaded")
''')
    interpreters.destroy(other)

def use():
    receive, send = machport.pair()
    with receive, send:
        send.send(b"four")
        receive.receive(timeout=0).close()
        try:
            receive.receive(timeout=0)
        except machport.MachError as error:
            print(error.name)

if MAIN_FIRST:
    import machport
    use()
try_in_another("machport")
try_in_another("machport.raw.swig")
try_in_another("machport.raw.cffi")
import machport
use()
"""
REFUSED = "machport cannot be used in a subinterpreter: "


@pytest.mark.parametrize("layer", ["swig", "cffi"])
@pytest.mark.parametrize("main_first", [True, False])
def test_a_subinterpreter_is_refused(python: Callable[..., CompletedProcess[str]], layer: str, main_first: bool) -> None:
    done = python(f"MAIN_FIRST = {main_first}\n{PROGRAM}", "-W", "error", MACHPORT_LAYER=layer)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines.count("MACH_RCV_TIMED_OUT") == 1 + main_first
    refused = [line for line in lines if line != "MACH_RCV_TIMED_OUT"]
    assert len(refused) == 3
    assert all(line.startswith(REFUSED) for line in refused), refused
