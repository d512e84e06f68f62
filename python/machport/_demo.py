"""The demonstration: one right goes from a C library to cffi, to SWIG and back, and every step shows who owns what.

SPDX-License-Identifier: MIT OR Apache-2.0

The C library knows only raw.h; each Python layer sees only what the other exports. The names and the user references of
every row are asked from Mach when the row is printed.
"""

import ctypes
import sys
from importlib.resources import files

from machport import _demo_message, _space
from machport._over import Over, over

_ROW = "{:<5}{:<10}{:<55}{:<9}{:<13}{}".format


class _Giver:
    """The C library, called as any program calls one that it has no bindings for."""

    def __init__(self) -> None:
        suffix = "dylib" if sys.platform == "darwin" else "so"
        self._library = ctypes.CDLL(str(files("machport").joinpath("lib", f"libmachport_raw_only.{suffix}")))

    def give(self) -> tuple[int, int]:
        name, kind = ctypes.c_uint32(), ctypes.c_uint32()
        self._check(self._library.raw_only_give(ctypes.byref(name), ctypes.byref(kind)))
        return name.value, kind.value

    def take_back(self, name: int) -> None:
        self._check(self._library.raw_only_take_back(ctypes.c_uint32(name)))

    def end(self, name: int) -> None:
        self._check(self._library.raw_only_end(ctypes.c_uint32(name)))

    @staticmethod
    def _check(status: int) -> None:
        if status != 0:
            raise RuntimeError(f"the C library answered {status}: see machport explain {status}")


class _Table:
    """A row for each step, with what the space holds under the name after it; and whether that is as it should be."""

    def __init__(self, side: Over, name: int) -> None:
        self._raw, self._name, self._steps = side.raw, name, 0
        self.as_told = True
        print(_ROW("step", "who", "what", "name", "kind", "user references"))

    def row(self, who: str, what: str, kind: str, **expected: int) -> None:
        self._steps += 1
        held = _space.units(self._raw, self._name)
        wrong = "" if held == expected else f"   expected: {_space.described(expected)}"
        self.as_told &= not wrong
        print(_ROW(self._steps, who, what, f"{self._name:#x}", kind, _space.described(held) + wrong))


def run() -> bool:
    """Prints the table; whether every step did what it says, and nothing is left over."""
    cffi, swig, library = over("cffi"), over("swig"), _Giver()
    print(f"Mach: {swig.raw.machport_mach_name()}. One process, one name space, three parties that do not know each other.\n")
    before = _space.contents(swig.raw)
    as_told = _hand_around(cffi, swig, library)
    if swig.raw.machport_mach_name() == "embedded":  # which alone has several tasks in a process
        as_told &= _demo_message.run(server=cffi, client=swig)
    left = _space.changes(before, _space.contents(swig.raw))
    print("\nleft over: " + ("nothing" if not left else "; ".join(left)))
    return as_told and not left


def _hand_around(cffi: Over, swig: Over, library: _Giver) -> bool:
    name, kind = library.give()
    table = _Table(swig, name)
    word = _space.kinds(swig.raw)[kind]
    table.row("C library", "makes a port, keeps it, gives a send right to it away", word, receive=1, send=1)

    adopted = cffi.SendRight.from_raw(name)
    table.row("cffi", "adopts the raw name: now it must release it", word, receive=1, send=1)

    capsule = adopted.__mach_port_export__()
    table.row("cffi", f"exports it in a capsule; its handle is {'closed' if adopted.closed else 'open'}", word, receive=1, send=1)

    right = swig.SendRight.from_export(capsule)
    table.row("SWIG", "takes it out of the capsule", word, receive=1, send=1)

    refused = False
    try:
        cffi.take(capsule)
    except ValueError as error:
        refused = True
        table.row("cffi", "takes it out of the same capsule again: refused", "-", receive=1, send=1)
        print(_ROW("", "", f"ValueError: {error}", "", "", "").rstrip())

    copy = right.dup()
    table.row("SWIG", "duplicates it: two owners, one name", word, receive=1, send=2)

    library.take_back(copy.detach())
    table.row("C library", "is sent the duplicate back, and releases it", word, receive=1, send=1)

    right.close()
    table.row("SWIG", "closes the other one", word, receive=1)

    library.end(name)
    table.row("C library", "destroys its port", "-")
    return table.as_told and refused
