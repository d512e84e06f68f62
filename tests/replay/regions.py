"""Pages of a sender's and of a receiver's, and whether they are still mapped.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ctypes
import mmap

PAGE = mmap.PAGESIZE
# Where the kernel puts nothing by itself: what a message frees there stays free for all to see.
_BASE, _END = 0x2000_0000_0000, 0x2800_0000_0000
_next = _BASE
_MOST = 1 << 22

_libc = ctypes.CDLL(None, use_errno=True)
_libc.mmap.restype = ctypes.c_void_p
_libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
_libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
_libc.mincore.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p]


def pages(size: int) -> int:
    """The bytes of the pages that hold so many; one page at least."""
    return max((size + PAGE - 1) // PAGE, 1) * PAGE


def allocate(contents: bytes) -> int:
    """The address of pages that hold the contents."""
    global _next
    size = pages(len(contents))
    wanted = _next if _next + size < _END else _BASE
    _next = wanted + size + PAGE
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    address: int = _libc.mmap(wanted, size, mmap.PROT_READ | mmap.PROT_WRITE, flags, -1, 0)
    if address != wanted:
        raise MemoryError(f"the pages at {wanted:#x} are not free")
    ctypes.memmove(address, contents, len(contents))
    return address


def is_mapped(address: int, size: int) -> bool:
    page = address & ~(PAGE - 1)
    length = pages(address + size - page)
    status: int = _libc.mincore(page, length, ctypes.create_string_buffer(length // PAGE))
    return status == 0


def free(address: int, size: int) -> None:
    page = address & ~(PAGE - 1)
    _libc.munmap(page, pages(address + size - page))


def fill(seed: int, size: int) -> bytes:
    """The bytes of format 3.1."""
    if size > _MOST:
        raise ValueError(f"{size} bytes are more than any message of a recording has")
    return bytes((seed * 131 + i * 7 + (i >> 8) * 13) & 0xFF for i in range(size))


def digest(contents: bytes) -> str:
    """FNV-1a of 32 bits."""
    hashed = 2166136261
    for byte in contents:
        hashed = (hashed ^ byte) * 16777619 & 0xFFFFFFFF
    return f"{hashed:08x}"
