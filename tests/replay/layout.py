"""The layout of a message in a buffer of a 64-bit task.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import struct

HEADER = struct.Struct("=IIIIIi")
"""bits, size, remote, local, voucher, id"""
COUNT = struct.Struct("=I")
PORT = struct.Struct("=IIHBB")
"""name, pad, pad, disposition, type"""
MEMORY = struct.Struct("=QBBBBI")
"""address, deallocate, copy, pad or disposition, type, size or count"""
GUARDED = struct.Struct("=QHBBI")
"""context, flags, disposition, type, name"""
TYPE_AT = 11
"""Where each descriptor has its type."""
COMPLEX = 0x80000000

TYPES = {"port": 0, "OOL": 1, "OOLP": 2, "OOLV": 3, "GP": 4}
COPIES = {"P": 0, "V": 1}
EMPTY_PAGE = 0x1000


def dispositions(bits: int) -> tuple[int, int]:
    """Of the right in the remote field, and in the local one."""
    return bits & 0x1F, bits >> 8 & 0x1F


def descriptors(message: bytes) -> tuple[list[bytes], int]:
    """Those of a message, and where they end."""
    bits = HEADER.unpack_from(message)[0]
    at = HEADER.size
    if not bits & COMPLEX:
        return [], at
    (count,) = COUNT.unpack_from(message, at)
    at += COUNT.size
    found = []
    for _ in range(count):
        size = PORT.size if message[at + TYPE_AT] == TYPES["port"] else MEMORY.size
        found.append(message[at : at + size])
        at += size
    return found, at
