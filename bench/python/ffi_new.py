"""cffi as its documentation shows it: compiled, and `ffi.new` for each result.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from importlib import import_module
from typing import Any

from handle import handle
from machport import MachError

ffi: Any = import_module("_ffi_new").ffi
lib: Any = import_module("_ffi_new").lib


def check(call: str, status: int, results: object) -> None:
    if status:
        name, text = (ffi.string(said(status)).decode() for said in (lib.machport_status_name, lib.machport_status_text))
        raise MachError(call, status, name, text, results)


def disown(right: int, kind: int) -> Any:
    raw = ffi.new("uint32_t *")
    check("machport_disown", lib.machport_disown(right, kind, raw), raw[0])
    return raw[0]


def types(name: int) -> Any:
    bits = ffi.new("uint32_t *")
    check("machport_types", lib.machport_types(name, bits), bits[0])
    return bits[0]


def space_names(capacity: int) -> tuple[list[int], list[int]]:
    names, bits, count = ffi.new("uint32_t[]", capacity), ffi.new("uint32_t[]", capacity), ffi.new("size_t *")
    check("machport_space_names", lib.machport_space_names(names, bits, capacity, count), None)
    return ffi.unpack(names, count[0]), ffi.unpack(bits, count[0])


def new() -> Any:
    receive = ffi.new("uint32_t *")
    check("machport_receive_right_new", lib.machport_receive_right_new(0, 0, receive), receive[0])
    return receive[0]


def release(name: int) -> None:
    check("machport_receive_right_release", lib.machport_receive_right_release(name, 0), None)


ReceiveRight = handle(new, release)
