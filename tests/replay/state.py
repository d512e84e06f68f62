"""The state block: what the tasks' symbols hold, in the order of the calls that ask for it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ctypes
from collections.abc import Iterable, Iterator

from .mach import GUARD_IMMOVABLE_RECEIVE, GUARDED, STRICT_GUARD, Refused
from .task import Task
from .words import RIGHTS, TYPES, status_word


def block(tasks: Iterable[Task]) -> list[str]:
    """The lines of a block. Asking is itself a call: it makes a dead name of a right that died unseen."""
    lines: list[str] = []
    for task in tasks:
        if task.alive:
            task.enter()
            lines.extend(_lines(task))
    return lines


def _lines(task: Task) -> Iterator[str]:
    for symbol, name in task.symbols.listed():
        try:
            types = task.mach.call("mach_port_type", ctypes.c_uint32(name), gives=ctypes.c_uint32)
            yield " ".join(("=", symbol, *_fields(task, name, types)))
        except Refused as refused:
            # No line: the name holds nothing.
            if status_word(refused.status) != "INVALID_NAME":
                yield f"= {symbol} {status_word(refused.status)}"


def _fields(task: Task, name: int, types: int) -> Iterator[str]:
    if types & TYPES["SEND"]:
        yield f"send={_urefs(task, name, 'SEND')}"
    if types & TYPES["SONCE"]:
        yield "sonce"
    if types & TYPES["PSET"]:
        yield "pset" if task.two_tasks else f"pset={{{','.join(map(task.symbols.known, task.mach.set_members(name)))}}}"
    if types & TYPES["DEAD"]:
        yield f"dead={_urefs(task, name, 'DEAD')}"
    if types & TYPES["DNREQ"]:
        yield "dnreq"
    if types & TYPES["RECV"]:
        yield from _receive_fields(task, name)


def _receive_fields(task: Task, name: int) -> Iterator[str]:
    status = task.mach.receive_status(name)
    yield f"recv seq={status.seqno} ms={status.mscount} ql={status.qlimit} mc={status.msgcount} so={status.sorights}"
    requests = f"pd={status.pdrequest} ns={status.nsrequest}"
    if task.two_tasks:
        yield f"sr={status.srights} {requests} g={int(bool(status.flags & GUARDED))}"
        return
    send_rights = task.mach.call("mach_port_get_srights", ctypes.c_uint32(name), gives=ctypes.c_uint32)
    context = task.mach.call("mach_port_get_context", ctypes.c_uint32(name), gives=ctypes.c_uint64)
    flags = status.flags & (GUARDED | STRICT_GUARD | GUARD_IMMOVABLE_RECEIVE)
    yield f"sr={send_rights} {requests} set={status.pset} fl={flags:x} ctx={task.context_word(context)}"


def _urefs(task: Task, name: int, right: str) -> int:
    return task.mach.call("mach_port_get_refs", ctypes.c_uint32(name), ctypes.c_uint32(RIGHTS[right]), gives=ctypes.c_uint32)
