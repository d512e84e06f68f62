"""A received message, or one that came back, as a recording writes it: FORMAT.md 3.4.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ctypes
import struct
from collections.abc import Iterator

from . import layout, regions
from .task import Task
from .words import CONSTANTS, disposition_word

NAMED = {CONSTANTS[f"MACHPORT_NOTIFY_{word}"] for word in ("PORT_DELETED", "SEND_POSSIBLE", "DEAD_NAME")}
COUNTED = {CONSTANTS["MACHPORT_NOTIFY_NO_SENDERS"]}
AFTER_NDR = 8
_KINDS = {number: word for word, number in layout.TYPES.items()}
_COPIES = {number: word for word, number in layout.COPIES.items()}
KERNEL_TOKEN = (0, 1)


def message(task: Task, contents: bytes) -> str:
    """What is from the header to the last byte, the names in the order in which they stand."""
    bits, size, remote, local, _, identity = layout.HEADER.unpack_from(contents)
    way, addressed = map(disposition_word, layout.dispositions(bits))
    two_tasks = task.two_tasks
    words = [f"id={identity} msize={size} rd={way} ld={addressed} remote={task.given(remote)} local={task.given(local)}"]
    found, at = layout.descriptors(contents)
    data = contents[at:size]
    if identity in NAMED:
        (name,) = struct.unpack_from("=I", data, AFTER_NDR)
        # T1 knows a name that is gone by its symbol, T2 gives it another one.
        words.append(f"nname={task.symbols.known(name) if two_tasks else task.given(name)}")
    elif identity in COUNTED:
        words.append(f"count={struct.unpack_from('=I', data, AFTER_NDR)[0]}")
    else:
        if bits & layout.COMPLEX:
            words.append(f"descs={len(found)}")
            words.extend(_descriptor(task, descriptor) for descriptor in found)
        if data and not two_tasks:
            words.append(f"data={len(data)} hash={regions.digest(data)}")
    return " ".join(words)


def _descriptor(task: Task, descriptor: bytes) -> str:
    kind = _KINDS.get(descriptor[layout.TYPE_AT])
    if kind == "port":
        name, _, _, way, _ = layout.PORT.unpack(descriptor)
        return f"[{disposition_word(way)} {task.given(name)}]"
    if kind == "GP":
        context, flags, way, _, name = layout.GUARDED.unpack(descriptor)
        return f"[GP {disposition_word(way)} {task.given(name)} flags={flags} ctx={task.context_word(context)}]"
    address, free, copy, way, _, size = layout.MEMORY.unpack(descriptor)
    nowhere = " addr=0" if address == 0 else ""
    ways = f"copy={_COPIES.get(copy, copy)} dealloc={free}{nowhere}"
    if kind == "OOLP":
        names = struct.unpack(f"={size}I", ctypes.string_at(address, 4 * size)) if size else ()
        return f"[OOLP {disposition_word(way)} n={size} {ways}:{''.join(f' {task.given(name)}' for name in names)}]"
    hashed = f" hash={regions.digest(ctypes.string_at(address, size))}" if address and size else ""
    return f"[{kind} size={size} {ways}{hashed}]"


def bare_header(task: Task, contents: bytes) -> str:
    """What is left of a message that was too large."""
    bits, size, remote, local, _, identity = layout.HEADER.unpack_from(contents)
    way, addressed = map(disposition_word, layout.dispositions(bits))
    names = f"remote={task.given(remote)} local={task.given(local)}"
    return f"hdr size={size} rd={way} ld={addressed} {names} id={identity} cplx={int(bool(bits & layout.COMPLEX))}"


def trailer(task: Task, contents: bytes, elements: int) -> str:
    """The trailer behind a message, as much of it as was asked for."""
    return " ".join(("tr", *_trailer_fields(task, contents, elements)))


def _trailer_fields(task: Task, contents: bytes, elements: int) -> Iterator[str]:
    kind, size = struct.unpack_from("=II", contents)
    yield f"type={kind} size={size}"
    if elements >= 1:
        yield f"seqno={struct.unpack_from('=I', contents, 8)[0]}"
    if elements >= 2:
        token = struct.unpack_from("=II", contents, 12)
        yield f"sender={'kernel' if token == KERNEL_TOKEN else _sender(task, token[0])}"
    if elements >= 3:
        audit = struct.unpack_from("=8I", contents, 20)
        yield f"audit={_sender(task, audit[6]) if any(audit) else 'zero'}"
    if elements >= 4:
        yield f"tctx={task.context_word(*struct.unpack_from('=Q', contents, 52))}"
    if elements > 4:
        yield f"ad={struct.unpack_from('=i', contents, 60)[0]}"


def _sender(task: Task, number: int) -> str:
    """The task of a number; libmach puts it into its tokens."""
    return next((other.letter for other in task.tasks.values() if other.number == number), f"task:{number}")


def regions_of(contents: bytes) -> list[tuple[int, int]]:
    """The addresses and sizes of the memory that came with a message."""
    found = []
    for descriptor in layout.descriptors(contents)[0]:
        if descriptor[layout.TYPE_AT] in (layout.TYPES["OOL"], layout.TYPES["OOLV"], layout.TYPES["OOLP"]):
            address, _, _, _, kind, size = layout.MEMORY.unpack(descriptor)
            length = size * 4 if kind == layout.TYPES["OOLP"] else size
            if address and length:
                found.append((address, length))
    return found
