"""What a row calls: its words as arguments, and what came back as the row writes it.

SPDX-License-Identifier: MIT OR Apache-2.0

A call is in one of two places: in PLAIN, where it is `mach_port_<call>` of the subject and gives nothing but its status; or in
GIVING, a function here or, of messages, in messages.py.
"""

import ctypes
from collections.abc import Callable
from typing import Any

from replay.mach import Options, Refused
from replay.words import CONSTANTS

from .messages import Unsent, peek_row, receive_row, send_row
from .world import World

KINDS = ("SEND", "RECEIVE", "SEND_ONCE", "PORT_SET", "DEAD_NAME")
RIGHTS = {word: CONSTANTS[f"MACHPORT_KIND_{word}"] for word in KINDS} | {"LABELH": 5}
DISPOSITIONS = {
    word: CONSTANTS[f"MACHPORT_{word}"]
    for word in ("MOVE_RECEIVE", "MOVE_SEND", "MOVE_SEND_ONCE", "COPY_SEND", "MAKE_SEND", "MAKE_SEND_ONCE")
}
NOTIFICATIONS = {
    word: CONSTANTS[f"MACHPORT_NOTIFY_{word}"]
    for word in ("PORT_DELETED", "SEND_POSSIBLE", "PORT_DESTROYED", "NO_SENDERS", "DEAD_NAME")
}
FLAVORS = {
    "LIMITS": 1,
    "RECEIVE_STATUS": 2,
    "DNREQUESTS_SIZE": 3,
    "TEMPOWNER": 4,
    "IMPORTANCE_RECEIVER": 5,
    "DENAP_RECEIVER": 6,
    "INFO_EXT": 7,
}
OPTIONS = {"CONTEXT_AS_GUARD": 1, "QLIMIT": 2, "INSERT_SEND_RIGHT": 0x10, "STRICT": 0x20, "IMMOVABLE_RECEIVE": 0x80}

Argument = Callable[[World, Any], Any]
Out = dict[str, Any]


def number(word: Any, words: dict[str, int]) -> int:
    """A word, or what has none as digits."""
    return words[word] if word in words else int(word)


def as_right(world: World, word: str) -> ctypes.c_uint32:
    return ctypes.c_uint32(number(word, RIGHTS))


def as_disposition(world: World, word: str) -> ctypes.c_uint32:
    return ctypes.c_uint32(number(word, DISPOSITIONS))


def as_int32(world: World, value: int) -> ctypes.c_int32:
    return ctypes.c_int32(value)


def as_uint32(world: World, value: int) -> ctypes.c_uint32:
    return ctypes.c_uint32(value)


def as_uint64(world: World, value: int) -> ctypes.c_uint64:
    return ctypes.c_uint64(value)


PLAIN: dict[str, dict[str, Argument]] = {
    "deallocate": {},
    "destroy": {},
    "mod_refs": {"right": as_right, "delta": as_int32},
    "destruct": {"srdelta": as_int32, "guard": as_uint64},
    "insert_right": {"name": World.name, "poly": World.name, "disp": as_disposition},
    "insert_member": {"member": World.name, "set": World.name},
    "extract_member": {"member": World.name, "set": World.name},
    "move_member": {"member": World.name, "set": World.name},
    "set_mscount": {"mscount": as_uint32},
    "set_seqno": {"seqno": as_uint32},
    "set_context": {"context": as_uint64},
    "guard": {"guard": as_uint64, "strict": as_int32},
    "guard_with_flags": {"guard": as_uint64, "flags": as_uint64},
    "unguard": {"guard": as_uint64},
    "swap_guard": {"old": as_uint64, "new": as_uint64},
}
NAMING = frozenset({"insert_right", "insert_member", "extract_member", "move_member"})
"""Calls whose arguments say which names they are about; all others are about the subject."""


def perform(world: World, call: str, args: dict[str, Any]) -> tuple[int, Out]:
    """Makes the call, and gives its status and what it gave."""
    try:
        if call in PLAIN:
            arguments = [read(world, args[key]) for key, read in PLAIN[call].items()]
            subject = () if call in NAMING else (world.name("x"),)
            world.mach.call(f"mach_port_{call}", *subject, *arguments)
            return 0, {}
        if call in GIVING:
            return 0, GIVING[call](world, **args)
    except Unsent as refused:
        return refused.status, refused.out
    except Refused as refused:
        return refused.status, {}
    raise ValueError(f"{call} is no call of the matrix")


def nop(world: World) -> Out:
    return {}


def type_(world: World) -> Out:
    types = world.mach.call("mach_port_type", world.name("x"), gives=ctypes.c_uint32)
    request = types & CONSTANTS["MACHPORT_TYPE_DNREQUEST"]
    return {"type": type_word(types & ~request), "dnreq": int(request != 0)}


def type_word(types: int) -> str:
    """As rows write what an entry holds."""
    words = {"S": "SEND", "R": "RECEIVE", "SO": "SEND_ONCE", "PS": "PORT_SET", "DN": "DEAD_NAME"}
    return "".join(short for short, word in words.items() if types & CONSTANTS[f"MACHPORT_TYPE_{word}"])


def get_refs(world: World, right: str) -> Out:
    return {"refs": world.mach.call("mach_port_get_refs", world.name("x"), as_right(world, right), gives=ctypes.c_uint32)}


def get_srights(world: World) -> Out:
    return {"srights": world.mach.call("mach_port_get_srights", world.name("x"), gives=ctypes.c_uint32)}


def get_context(world: World) -> Out:
    return {"context": world.mach.call("mach_port_get_context", world.name("x"), gives=ctypes.c_uint64)}


def get_set_status(world: World) -> Out:
    return {"members": [world.symbol(name) for name in world.mach.set_members(world.name("x").value)]}


def get_attributes(world: World, flavor: str, count: int) -> Out:
    words, given = (ctypes.c_uint32 * 32)(), ctypes.c_uint32(count)
    arguments = (ctypes.c_int32(number(flavor, FLAVORS)), words, ctypes.byref(given))
    world.mach.call("mach_port_get_attributes", world.name("x"), *arguments)
    return {"count": given.value, "info": words[: given.value]}


def set_attributes(world: World, flavor: str, count: int, word0: int = 0) -> Out:
    words = (ctypes.c_uint32 * 32)(word0)
    arguments = (ctypes.c_int32(number(flavor, FLAVORS)), words, ctypes.c_uint32(count))
    world.mach.call("mach_port_set_attributes", world.name("x"), *arguments)
    return {}


def extract_right(world: World, disp: str) -> Out:
    name, type_ = world.mach.extract_right(world.name("x").value, number(disp, DISPOSITIONS))
    return {"poly": world.symbol(name), "polyPoly": next(word for word, value in DISPOSITIONS.items() if value == type_)}


def request_notification(world: World, id: str, sync: int, notify: str) -> Out:
    name, _, way = notify.partition(" ")
    previous = world.mach.call(
        "mach_port_request_notification",
        world.name("x"),
        ctypes.c_int32(number(id, NOTIFICATIONS)),
        ctypes.c_uint32(sync),
        world.name(name),
        as_disposition(world, way or "MAKE_SEND_ONCE"),
        gives=ctypes.c_uint32,
    )
    return {"previous": world.symbol(previous)}


def allocate(world: World, right: str) -> Out:
    return {"name": world.symbol(world.mach.call("mach_port_allocate", as_right(world, right), gives=ctypes.c_uint32))}


def allocate_name(world: World, right: str, name: str) -> Out:
    world.mach.call("mach_port_allocate_name", as_right(world, right), world.name(name))
    return {}


def construct(world: World, flags: str, qlimit: int, context: int) -> Out:
    bits = sum(OPTIONS[word] for word in flags.split("|") if word)
    options = ctypes.byref(Options(bits, qlimit))
    name = world.mach.call("mach_port_construct", options, ctypes.c_uint64(context), gives=ctypes.c_uint32)
    return {"name": world.symbol(name)}


GIVING: dict[str, Callable[..., Out]] = {
    "nop": nop,
    "type": type_,
    "get_refs": get_refs,
    "get_srights": get_srights,
    "get_context": get_context,
    "get_set_status": get_set_status,
    "get_attributes": get_attributes,
    "set_attributes": set_attributes,
    "extract_right": extract_right,
    "request_notification": request_notification,
    "allocate": allocate,
    "allocate_name": allocate_name,
    "construct": construct,
    "mach_msg_send": send_row,
    "mach_msg_receive": receive_row,
    "peek": peek_row,
}
