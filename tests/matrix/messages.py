"""Messages of rows: composed, sent, received, and read as rows write them.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ctypes
import struct
from typing import Any

from replay import layout, regions
from replay.mach import Refused
from replay.words import CONSTANTS

from .rows import Told
from .world import World

SEND, RECEIVE, LARGE, SEND_TIMEOUT, NOTIFY, RECEIVE_TIMEOUT = 1, 2, 4, 0x10, 0x80, 0x100
TOO_LARGE = 0x10004004
ROW_ID = 777
DISPOSITIONS = {"NONE": 0} | {
    word: CONSTANTS[f"MACHPORT_{word}"]
    for word in ("MOVE_RECEIVE", "MOVE_SEND", "MOVE_SEND_ONCE", "COPY_SEND", "MAKE_SEND", "MAKE_SEND_ONCE")
}
_WORDS = {number: word for word, number in DISPOSITIONS.items()}
SHAPES = {"descriptor type 7": (7, 1), "msgh_descriptor_count 9 in a 40-byte message": (0, 9)}
"""What is wrong with a body of one descriptor: its type, or how many there are said to be."""


def disposition(word: str) -> int:
    """A word, or what has none as digits."""
    return DISPOSITIONS[word] if word in DISPOSITIONS else int(word)


def word_of(number: int) -> str:
    return _WORDS.get(number, str(number))


def send(
    world: World,
    to: str,
    way: str,
    identity: int,
    reply: str = "NULL",
    reply_way: str = "NONE",
    body: bytes | None = None,
    options: int = 0,
) -> Told:
    """Sends, and says what came back where the message did. Refused where it was not sent, with that in its second argument."""
    bits = disposition(way) | disposition(reply_way) << 8 | (0 if body is None else layout.COMPLEX)
    size = layout.HEADER.size + len(body or b"")
    sent = layout.HEADER.pack(bits, size, world.name(to).value, world.name(reply).value, 0, identity) + (body or b"")
    world.buffer.write(sent)
    status = world.mach.message(world.buffer.address, SEND | SEND_TIMEOUT | options, size, 0, 0)
    left = world.buffer.read(size)
    out = {} if left == sent else {"buffer": _rights(world, left)}
    if status != 0:
        raise Unsent(status, out)
    return out


class Unsent(Refused):
    """A message was not sent."""

    def __init__(self, status: int, out: Told) -> None:
        super().__init__(status)
        self.out = out


def port_descriptors(world: World, rights: list[tuple[str, str]]) -> bytes:
    """A body of plain descriptors: names and their dispositions."""
    packed = [layout.PORT.pack(world.name(name).value, 0, 0, disposition(way), layout.TYPES["port"]) for name, way in rights]
    return layout.COUNT.pack(len(packed)) + b"".join(packed)


def send_row(world: World, dest: str, dest_disp: str, reply: str, reply_disp: str, **more: Any) -> Told:
    """The send that a row describes."""
    body = None
    names = b""
    if "desc" in more:
        body = port_descriptors(world, more["desc"])
        if "shape" in more:
            kind, count = SHAPES[more["shape"]]
            body = layout.COUNT.pack(count) + body[layout.COUNT.size : -1] + bytes([kind])
    elif "ool_ports" in more:
        words = more["ool_ports"]["names"]
        names = struct.pack(f"={len(words)}I", *(world.name(word).value for word in words))
        address, way = regions.allocate(names), disposition(more["ool_ports"]["disp"])
        body = layout.COUNT.pack(1) + layout.MEMORY.pack(address, 0, 1, way, layout.TYPES["OOLP"], len(words))
    try:
        options = NOTIFY if more.get("options") == "NOTIFY" else 0
        return send(world, dest, dest_disp, ROW_ID, reply, reply_disp, body, options)
    finally:
        if names:
            regions.free(address, len(names))


def receive(world: World, name: int, room: int, options: int = 0) -> tuple[int, bytes]:
    """The status, and what the buffer then holds."""
    world.buffer.write(bytes(layout.HEADER.size))
    status = world.mach.message(world.buffer.address, RECEIVE | RECEIVE_TIMEOUT | options, 0, room, name)
    return status, world.buffer.read(max(room, layout.HEADER.size))


def receive_row(world: World, rcv_size: int, options: str) -> Told:
    status, contents = receive(world, world.name("x").value, rcv_size, LARGE if options == "LARGE" else 0)
    _, size, _, _, _, identity = layout.HEADER.unpack_from(contents)
    if status == TOO_LARGE:
        raise Unsent(status, {"size": size} | _rights(world, contents))
    if status != 0:
        raise Refused(status)
    trailer = struct.unpack_from("=II", contents, size)[1]
    return {"id": identity, "size": size} | _rights(world, contents) | {"trailer_size": trailer}


def peek_row(world: World, elements: int, seqno: int, trailer_len: int) -> Told:
    number, size, identity = ctypes.c_uint32(seqno), ctypes.c_uint32(), ctypes.c_int32()
    room, length = ctypes.create_string_buffer(128), ctypes.c_uint32(trailer_len)
    arguments = *map(ctypes.byref, (number, size, identity)), room, ctypes.byref(length)
    world.mach.call("mach_port_peek", world.name("x"), ctypes.c_uint32(elements << 24), *arguments)
    return {"seqno": number.value, "size": size.value, "id": identity.value, "trailer_len": length.value}


def _rights(world: World, contents: bytes) -> Told:
    """The rights of a message: of its header, and of its body where it has one."""
    bits, _, remote, local, _, _ = layout.HEADER.unpack_from(contents)
    way, addressed = layout.dispositions(bits)
    told: Told = {"remote": [world.symbol(remote), word_of(way)], "local": [world.symbol(local), word_of(addressed)]}
    if bits & layout.COMPLEX and len(contents) > layout.HEADER.size:
        told |= _body(world, contents)
    return told


def _body(world: World, contents: bytes) -> Told:
    told: Told = {}
    for descriptor in layout.descriptors(contents)[0]:
        if descriptor[layout.TYPE_AT] == layout.TYPES["OOLP"]:
            address, free, copy, way, _, count = layout.MEMORY.unpack(descriptor)
            names = struct.unpack(f"={count}I", ctypes.string_at(address, 4 * count)) if count else ()
            if count:
                regions.free(address, 4 * count)
            symbols = [world.symbol(name) for name in names]
            told["ool_ports"] = {"disp": word_of(way), "deallocate": free, "copy": copy, "names": symbols}
        else:
            name, _, _, way, _ = layout.PORT.unpack(descriptor)
            told.setdefault("desc", []).append([world.symbol(name), word_of(way)])
    return told


message_rights = _rights
