"""What the spaces hold after a call, written as rows write it: MATRIX.md 3.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ctypes

from replay.mach import GUARD_IMMOVABLE_RECEIVE, GUARDED, STRICT_GUARD
from replay.words import CONSTANTS

from .calls import RIGHTS, type_word
from .rows import Entries, Entry
from .world import AUXILIARY, World

DNREQUEST = CONSTANTS["MACHPORT_TYPE_DNREQUEST"]
SPREQUEST, SPREQUEST_DELAYED = 0x40000000, 0x20000000
STATUS = {
    "pset": "pset",
    "seq": "seqno",
    "ms": "mscount",
    "ql": "qlimit",
    "mc": "msgcount",
    "so": "sorights",
    "sr": "srights",
    "pd": "pdrequest",
    "ns": "nsrequest",
}
SHOWN_FLAGS = GUARDED | STRICT_GUARD | GUARD_IMMOVABLE_RECEIVE | 0x09
"""With what importance leaves there, 1 and 8."""

PRISTINE: Entry = {"t": "R", "st": dict.fromkeys([*STATUS, "fl"], 0) | {"ql": 5}, "srights": 0, "ctx": 0}


def after(world: World) -> Entries:
    """The caller's entries. Looking makes dead names of rights that died unseen, so their requests are read before that."""
    entries = {}
    for name, listed in world.held().items():
        entries[world.symbol(name)] = _entry(world, name, listed)
    return {symbol: entry for symbol, entry in entries.items() if symbol not in AUXILIARY or entry != PRISTINE}


def look(world: World, name: int) -> Entry:
    """One entry, without its request."""
    return _entry(world, name, 0)


def _receive(world: World, name: int) -> Entry:
    status = world.mach.receive_status(name)
    words = {short: getattr(status, field) for short, field in STATUS.items()} | {"fl": status.flags & SHOWN_FLAGS}
    send_rights = world.mach.call("mach_port_get_srights", ctypes.c_uint32(name), gives=ctypes.c_uint32)
    context = world.mach.call("mach_port_get_context", ctypes.c_uint32(name), gives=ctypes.c_uint64)
    return {"st": words, "srights": send_rights, "ctx": context}


def _entry(world: World, name: int, listed: int) -> Entry:
    types = world.mach.call("mach_port_type", ctypes.c_uint32(name), gives=ctypes.c_uint32)
    entry: Entry = {"t": type_word(types)}
    if entry["t"] in ("S", "SR"):
        entry["u"] = _urefs(world, name, "SEND")
    if entry["t"] == "DN":
        entry["u"] = _urefs(world, name, "DEAD_NAME")
    if types & DNREQUEST:
        entry["dnreq"] = 1
    if request := _request(listed):
        entry["req"] = request
    if entry["t"] == "PS":
        entry["mem"] = sorted(map(world.symbol, world.mach.set_members(name)))
    if "R" in entry["t"]:
        entry |= _receive(world, name)
    return entry


def _request(listed: int) -> str | None:
    if listed & SPREQUEST_DELAYED:
        return "sp-delayed"
    if listed & SPREQUEST:
        return "sp"
    return "dn" if listed & DNREQUEST else None


def _urefs(world: World, name: int, right: str) -> int:
    return world.mach.call("mach_port_get_refs", ctypes.c_uint32(name), ctypes.c_uint32(RIGHTS[right]), gives=ctypes.c_uint32)
