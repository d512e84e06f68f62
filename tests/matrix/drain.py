"""What waits in the queues of a space at the end, received from every port: MATRIX.md 4.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from replay import layout
from replay.received import AFTER_NDR
from replay.words import CONSTANTS

from .after import look
from .messages import DISPOSITIONS, message_rights, receive, word_of
from .rows import Told
from .world import AUXILIARY, BUFFER_SIZE, World

NOTIFICATIONS = {
    CONSTANTS[f"MACHPORT_NOTIFY_{word}"]: word
    for word in ("PORT_DELETED", "SEND_POSSIBLE", "PORT_DESTROYED", "NO_SENDERS", "SEND_ONCE", "DEAD_NAME")
}
PARKED = {900: "x", 901: "y"}
FIRST = AUXILIARY[1:]
RECEIVE = CONSTANTS["MACHPORT_TYPE_RECEIVE"]


@dataclass
class Drained:
    """Notifications and other messages, and the notifications that came only of receiving them."""

    notes: list[Told] = field(default_factory=list)
    msgs: list[Told] = field(default_factory=list)
    late: list[Told] = field(default_factory=list)


def drain(world: World) -> Drained:
    drained = Drained()
    held = world.held()
    receivers = [symbol for symbol in world.symbols() if held.get(world.name(symbol).value, 0) & RECEIVE]
    others = [symbol for symbol in receivers if symbol not in AUXILIARY]
    queues = [*FIRST, *others, AUXILIARY[0]]
    arrived: list[str] = []
    for symbol in _each(queues, arrived):
        for told in _received(world, symbol):
            (drained.notes if told["id"] in NOTIFICATIONS.values() else drained.msgs).append(told)
            if "right" in told and told["right"]["n"] not in queues:
                arrived.append(told["right"]["n"])
    for symbol in FIRST:
        drained.late.extend(_received(world, symbol))
    return drained


def _each(queues: list[str], arrived: list[str]) -> Iterator[str]:
    """Those that there are, and then those that arrive meanwhile."""
    yield from queues
    at = 0
    while at < len(arrived):
        yield arrived[at]
        at += 1


def _received(world: World, symbol: str) -> Iterator[Told]:
    name = world.name(symbol).value
    while True:
        status, contents = receive(world, name, BUFFER_SIZE)
        if status != 0:
            return
        yield _told(world, symbol, contents)


def _told(world: World, symbol: str, contents: bytes) -> Told:
    identity = layout.HEADER.unpack_from(contents)[5]
    note = NOTIFICATIONS.get(identity)
    if note is None:
        return _message(world, symbol, identity, contents)
    told: Told = {"at": symbol, "id": note}
    if note == "PORT_DESTROYED":
        name, _, _, way, _ = layout.PORT.unpack(layout.descriptors(contents)[0][0])
        return told | {"disp": word_of(way), "right": _right(world, world.symbol(name))}
    data = contents[layout.HEADER.size + AFTER_NDR :]
    if note == "NO_SENDERS":
        told["count"] = struct.unpack_from("=I", data)[0]
    elif note != "SEND_ONCE":
        told["name"] = world.symbol(struct.unpack_from("=I", data)[0])
    return told


def _message(world: World, symbol: str, identity: int, contents: bytes) -> Told:
    who = PARKED.get(identity)
    if who is not None:
        name = layout.PORT.unpack(layout.descriptors(contents)[0][0])[0]
        if not world.is_called(name):
            world.rename(f"{who}.R", name)
    told: Told = {"at": symbol, "id": identity} | message_rights(world, contents)
    for arrived in _arrived(told):
        told["right"] = _right(world, arrived)
    return told


def _arrived(told: Told) -> Iterable[str]:
    """The receive rights of a message."""
    moved = word_of(DISPOSITIONS["MOVE_RECEIVE"])
    names = [name for name, way in told.get("desc", ()) if way == moved]
    if told.get("ool_ports", {}).get("disp") == moved:
        names += told["ool_ports"]["names"]
    return [name for name in names if name not in ("NULL", "DEAD")]


def _right(world: World, symbol: str) -> Told:
    return {"n": symbol} | look(world, world.name(symbol).value)
