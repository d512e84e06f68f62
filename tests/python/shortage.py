"""Python's memory runs out: each allocation of a call fails in turn, until there are no more.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ctypes
import gc
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path

from machport import Over

SOURCE = Path(__file__).resolve().with_name("failing_allocator.c")
Short = Callable[[Callable[[], object], int], tuple[bool, bool]]
"""Calls a function whose allocation of a number fails: whether it returned, and whether there was such an allocation."""


def installed(folder: Path) -> Short:
    """Python's allocators from now on; once in a process."""
    library = folder / "failing_allocator.so"
    include = sysconfig.get_paths()["include"]
    command: list[str | Path] = ["cc", "-Wall", "-Wextra", "-Werror", "-O2", "-shared", "-fPIC", f"-I{include}", "-o", library]
    subprocess.run([*command, SOURCE], check=True)
    failing = ctypes.PyDLL(str(library))
    failing.install()
    failing.call_short.restype = ctypes.py_object
    failing.call_short.argtypes = [ctypes.py_object, ctypes.c_uint]
    called: Short = failing.call_short
    return called


def held(mach: Over) -> list[tuple[int, ...]]:
    """For every name what it holds, how often, and what waits there; in an order of its own, for names come and go."""
    raw = mach.raw
    seen = []
    for name, types in zip(*raw.machport_space_names(256)[:2], strict=True):
        row: tuple[int, ...] = (
            types,
            raw.machport_urefs(name, raw.MACHPORT_KIND_SEND),
            raw.machport_urefs(name, raw.MACHPORT_KIND_DEAD_NAME),
        )
        if types & raw.MACHPORT_TYPE_RECEIVE:
            row += (raw.machport_attr_get(name, raw.MACHPORT_ATTR_MESSAGE_COUNT),)
            row += (raw.machport_attr_get(name, raw.MACHPORT_ATTR_SEND_ONCE_RIGHTS),)
        seen.append(row)
    return sorted(seen)


def runs_short(
    short: Short, mach: Over, call: Callable[[], object], after: Callable[[bool], object] = lambda _returned: None
) -> None:
    """Each allocation of the call fails in turn; after() brings things back to what they were, knowing whether it returned."""
    failures = 0
    for number in range(1, 10000):
        before = held(mach)
        gc.disable()  # what it frees in the middle of the call is another call's
        try:
            returned, short_of_one = short(call, number)
        except SystemError as error:  # Python's own, where it has no memory for a traceback
            if str(error) != "error return without exception set":
                raise
            returned = False
        finally:
            gc.enable()
        failures += not returned
        after(returned)
        if held(mach) != before:
            gc.collect()  # only where there seems to be a leak: it takes long
        assert held(mach) == before, number
        if returned and not short_of_one:
            break
    else:
        raise AssertionError("it never ran out of allocations")
    assert failures > 0
