"""ctypes as its documentation shows it: argument types declared, and `byref` for each result.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ctypes
from ctypes import POINTER, byref, c_char_p, c_int32, c_size_t, c_uint32, c_uint64

from handle import handle
from machport import MachError

library = ctypes.CDLL("libmachport.so.1")  # the one that the other modules have loaded
OUT = POINTER(c_uint32)
SIGNATURES = {
    "machport_disown": (c_int32, c_uint32, c_uint32, OUT),
    "machport_types": (c_int32, c_uint32, OUT),
    "machport_space_names": (c_int32, OUT, OUT, c_size_t, POINTER(c_size_t)),
    "machport_receive_right_new": (c_int32, c_uint32, c_uint64, OUT),
    "machport_receive_right_release": (c_int32, c_uint32, c_uint64),
    "machport_status_name": (c_char_p, c_int32),
    "machport_status_text": (c_char_p, c_int32),
}
for function, (result, *arguments) in SIGNATURES.items():
    getattr(library, function).restype = result
    getattr(library, function).argtypes = arguments


def check(call: str, status: int, results: object) -> None:
    if status:
        name, text = (said(status).decode() for said in (library.machport_status_name, library.machport_status_text))
        raise MachError(call, status, name, text, results)


def disown(right: int, kind: int) -> int:
    raw = c_uint32()
    check("machport_disown", library.machport_disown(right, kind, byref(raw)), raw.value)
    return raw.value


def types(name: int) -> int:
    bits = c_uint32()
    check("machport_types", library.machport_types(name, byref(bits)), bits.value)
    return bits.value


def space_names(capacity: int) -> tuple[list[int], list[int]]:
    names, bits, count = (c_uint32 * capacity)(), (c_uint32 * capacity)(), c_size_t()
    check("machport_space_names", library.machport_space_names(names, bits, capacity, byref(count)), None)
    return names[: count.value], bits[: count.value]


def new() -> int:
    receive = c_uint32()
    check("machport_receive_right_new", library.machport_receive_right_new(0, 0, byref(receive)), receive.value)
    return receive.value


def release(name: int) -> None:
    check("machport_receive_right_release", library.machport_receive_right_release(name, 0), None)


ReceiveRight = handle(new, release)
