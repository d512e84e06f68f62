"""The Mach calls of libmach, made by one thread for several tasks.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ctypes
from typing import Any

Number = ctypes.c_uint32 | ctypes.c_int32 | ctypes.c_uint64

LIMITS_INFO, RECEIVE_STATUS = 1, 2
GUARDED, STRICT_GUARD, GUARD_IMMOVABLE_RECEIVE = 2, 4, 0x40


class Refused(Exception):
    """A call answered with a status other than success."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{status:#x}")
        self.status = status


class Missing(Exception):
    """The library lacks a call."""


class Options(ctypes.Structure):
    """mach_port_options_t."""

    _fields_ = [("flags", ctypes.c_uint32), ("qlimit", ctypes.c_uint32), ("reserved", ctypes.c_uint64 * 2)]


class PortStatus(ctypes.Structure):
    """mach_port_status_t."""

    _fields_ = [
        (field, ctypes.c_uint32)
        for field in ("pset", "seqno", "mscount", "qlimit", "msgcount", "sorights", "srights", "pdrequest", "nsrequest", "flags")
    ]


class Buffer:
    """Where a message is put together or received."""

    def __init__(self, size: int) -> None:
        self.memory = ctypes.create_string_buffer(size)
        self.address = ctypes.addressof(self.memory)
        self.size = size

    def write(self, contents: bytes) -> None:
        ctypes.memmove(self.address, contents, len(contents))

    def read(self, size: int) -> bytes:
        return self.memory.raw[:size]


class Mach:
    """libmach. A call acts for the task entered last, whose port has the same name in every space."""

    def __init__(self, library: str) -> None:
        self._library = ctypes.CDLL(library)
        self.self_name: int = ctypes.c_uint32.in_dll(self._library, "mach_task_self_").value

    def call(self, function: str, *inputs: Any, gives: type[Number] | None = None, space: int | None = None) -> int:
        """A call on the task's space, or the one whose task's port is given: `function(task, inputs..., &result)`. Gives the
        result, or 0 where it has none."""
        result = gives() if gives else ctypes.c_uint32()
        task = ctypes.c_uint32(self.self_name if space is None else space)
        arguments = (task, *inputs, ctypes.byref(result)) if gives else (task, *inputs)
        try:
            entry = self._library[function]
        except AttributeError:
            raise Missing(f"libmach has no {function}") from None
        self._check(entry(*arguments))
        return result.value

    def extract_right(self, name: int, disposition: int) -> tuple[int, int]:
        poly, kind = ctypes.c_uint32(), ctypes.c_uint32()
        self.call(
            "mach_port_extract_right", ctypes.c_uint32(name), ctypes.c_uint32(disposition), ctypes.byref(poly), ctypes.byref(kind)
        )
        return poly.value, kind.value

    def receive_status(self, name: int) -> PortStatus:
        status = PortStatus()
        words = ctypes.c_uint32(ctypes.sizeof(status) // 4)
        self.call(
            "mach_port_get_attributes",
            ctypes.c_uint32(name),
            ctypes.c_int32(RECEIVE_STATUS),
            ctypes.byref(status),
            ctypes.byref(words),
        )
        return status

    def names(self) -> dict[int, int]:
        """Every name of the space, and its type bits. It looks at no right, so it converts none that died."""
        names, count = ctypes.POINTER(ctypes.c_uint32)(), ctypes.c_uint32()
        types, types_count = ctypes.POINTER(ctypes.c_uint32)(), ctypes.c_uint32()
        self.call("mach_port_names", *map(ctypes.byref, (names, count, types, types_count)))
        return dict(zip(self._take(names, count.value), self._take(types, types_count.value), strict=True))

    def set_members(self, name: int) -> list[int]:
        members, count = ctypes.POINTER(ctypes.c_uint32)(), ctypes.c_uint32()
        self.call("mach_port_get_set_status", ctypes.c_uint32(name), ctypes.byref(members), ctypes.byref(count))
        return self._take(members, count.value)

    def message(self, buffer: int, option: int, send_size: int, receive_size: int, receive_name: int) -> int:
        """mach_msg with a timeout of 0, and its status."""
        no = ctypes.c_uint32(0)
        sizes = ctypes.c_uint32(send_size), ctypes.c_uint32(receive_size)
        entry = self._library.mach_msg
        status: int = entry(ctypes.c_void_p(buffer), ctypes.c_int32(option), *sizes, ctypes.c_uint32(receive_name), no, no)
        return status

    def message_destroy(self, buffer: int) -> None:
        self._library.mach_msg_destroy(ctypes.c_void_p(buffer))

    def peek(self, name: int, trailer: int, seqno: int, room: int) -> tuple[int, int, bytes]:
        """The number and the id of a message, and its trailer."""
        number, size, identity = ctypes.c_uint32(seqno), ctypes.c_uint32(), ctypes.c_int32()
        buffer, length = ctypes.create_string_buffer(room), ctypes.c_uint32(room)
        self.call(
            "mach_port_peek",
            ctypes.c_uint32(name),
            ctypes.c_uint32(trailer),
            *map(ctypes.byref, (number, size, identity)),
            buffer,
            ctypes.byref(length),
        )
        return number.value, identity.value, buffer.raw[: length.value]

    def reset(self) -> None:
        self._check(self._library.mach_embedded_reset())

    def task_create(self) -> int:
        task = ctypes.c_uint64()
        self._check(self._library.mach_embedded_task_create(ctypes.byref(task)))
        return task.value

    def task_enter(self, task: int) -> None:
        previous = ctypes.c_uint64()
        self._check(self._library.mach_embedded_task_enter(ctypes.c_uint64(task), ctypes.byref(previous)))

    def task_destroy(self, task: int) -> None:
        self._check(self._library.mach_embedded_task_destroy(ctypes.c_uint64(task)))

    def right_give(self, name: int, disposition: int, task: int) -> int:
        given = ctypes.c_uint32()
        self._check(
            self._library.mach_embedded_right_give(
                ctypes.c_uint32(name), ctypes.c_uint32(disposition), ctypes.c_uint64(task), ctypes.byref(given)
            )
        )
        return given.value

    def _take(self, array: Any, count: int) -> list[int]:
        """The numbers of an array that the call gave as pages of its own, which are given back."""
        if count == 0:
            return []
        numbers: list[int] = array[:count]
        address = ctypes.cast(array, ctypes.c_void_p).value or 0
        self.call("vm_deallocate", ctypes.c_size_t(address), ctypes.c_size_t(4 * count))
        return numbers

    @staticmethod
    def _check(status: int) -> None:
        if status != 0:
            raise Refused(status)
