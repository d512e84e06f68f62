"""The states of a subject, each as the steps that prepare it: MATRIX.md 4.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ctypes
from collections.abc import Callable

from replay.mach import LIMITS_INFO
from replay.words import CONSTANTS, RIGHTS

from .messages import port_descriptors
from .messages import receive as receive_message
from .messages import send as send_message
from .world import BUFFER_SIZE, RECEIVE, World

GUARD = 0x1111
STRICT, IMMOVABLE = 1, 2
WAITING = 100
PARKED = {"x": 900, "y": 901}
"""The ids of messages."""

Step = Callable[[World, str], None]

SEND, DEAD_NAME, PORT_SET = (ctypes.c_uint32(RIGHTS[word]) for word in ("SEND", "DEAD", "PSET"))
MAKE_SEND, MAKE_SEND_ONCE = (ctypes.c_uint32(CONSTANTS[f"MACHPORT_{word}"]) for word in ("MAKE_SEND", "MAKE_SEND_ONCE"))


def new(world: World, who: str) -> None:
    world.allocate(who)


def dies(world: World, who: str) -> None:
    world.mach.call("mach_port_mod_refs", world.name(who), RECEIVE, ctypes.c_int32(-1))


def send(urefs: int) -> Step:
    def step(world: World, who: str) -> None:
        world.mach.call("mach_port_insert_right", world.name(who), world.name(who), MAKE_SEND)
        world.mach.call("mach_port_mod_refs", world.name(who), SEND, ctypes.c_int32(urefs - 1))

    return step


def send_once(world: World, who: str) -> None:
    """The subject is a send-once right; its port's receive right has a symbol of its own."""
    world.allocate(f"{who}.r")
    world.bind(who, world.mach.extract_right(world.name(f"{who}.r").value, MAKE_SEND_ONCE.value)[0])


def its_port_dies(world: World, who: str) -> None:
    dies(world, f"{who}.r")


def dead_name(urefs: int) -> Step:
    def step(world: World, who: str) -> None:
        world.bind(who, world.mach.call("mach_port_allocate", DEAD_NAME, gives=ctypes.c_uint32))
        world.mach.call("mach_port_mod_refs", world.name(who), DEAD_NAME, ctypes.c_int32(urefs - 1))

    return step


def port_set(world: World, who: str) -> None:
    world.bind(who, world.mach.call("mach_port_allocate", PORT_SET, gives=ctypes.c_uint32))


def in_set(suffix: str) -> Step:
    def step(world: World, who: str) -> None:
        port_set(world, who + suffix)
        world.mach.call("mach_port_insert_member", world.name(who), world.name(who + suffix))

    return step


def member(suffix: str) -> Step:
    def step(world: World, who: str) -> None:
        world.allocate(who + suffix)
        world.mach.call("mach_port_insert_member", world.name(who + suffix), world.name(who))

    return step


def no_queue(world: World, who: str) -> None:
    queue_limit(world, who, 0)


def queue_limit(world: World, who: str, messages: int) -> None:
    limit = ctypes.c_uint32(messages)
    flavor, words = ctypes.c_int32(LIMITS_INFO), ctypes.c_uint32(1)
    world.mach.call("mach_port_set_attributes", world.name(who), flavor, ctypes.byref(limit), words)


def guard(value: int, flags: int = 0) -> Step:
    def step(world: World, who: str) -> None:
        world.mach.call("mach_port_guard_with_flags", world.name(who), ctypes.c_uint64(value), ctypes.c_uint64(flags))

    return step


def unguard(world: World, who: str) -> None:
    world.mach.call("mach_port_unguard", world.name(who), ctypes.c_uint64(GUARD))


def context(world: World, who: str) -> None:
    world.mach.call("mach_port_set_context", world.name(who), ctypes.c_uint64(GUARD))


def request(notification: str, sync: int, notify: str) -> Step:
    def step(world: World, who: str) -> None:
        world.mach.call(
            "mach_port_request_notification",
            world.name(who),
            ctypes.c_int32(CONSTANTS[f"MACHPORT_NOTIFY_{notification}"]),
            ctypes.c_uint32(sync),
            world.name(notify),
            MAKE_SEND_ONCE,
            gives=ctypes.c_uint32,
        )

    return step


def message(way: str, suffix: str = "") -> Step:
    """A message in the subject's queue."""

    def step(world: World, who: str) -> None:
        send_message(world, who + suffix, way, WAITING)

    return step


def park_at(holder: str) -> Step:
    """The receive right goes into a message to a port."""

    def step(world: World, who: str) -> None:
        body = port_descriptors(world, [(who, "MOVE_RECEIVE")])
        send_message(world, holder, "MAKE_SEND_ONCE", PARKED[who], body=body)

    return step


def one_message(world: World, who: str) -> None:
    queue_limit(world, who, 1)


def in_a_port_that_dies(world: World, who: str) -> None:
    world.allocate("holder")
    park_at("holder")(world, who)
    dies(world, "holder")


def told(*steps: Step) -> tuple[Step, ...]:
    """A dead-name request, steps by which the port dies, and the notification received and dropped."""

    def end(world: World, who: str) -> None:
        receive_message(world, world.name("Nd").value, BUFFER_SIZE)

    return request("DEAD_NAME", 0, "Nd"), *steps, end


REQUEST = request("DEAD_NAME", 0, "Nd")
NO_SENDERS = request("NO_SENDERS", 1, "Ns")
PORT_DESTROYED = request("PORT_DESTROYED", 0, "Np")
PARK = park_at("H")
LAZY = (in_a_port_that_dies,)
FULL = (one_message, message("COPY_SEND"))
SEND_POSSIBLE = request("SEND_POSSIBLE", 1, "Nd")
PEG = 65535

STATES: dict[str, tuple[Step, ...]] = {
    "stale": (new, dies),
    "R": (new,),
    "R_set": (new, in_set(".ps")),
    "R_2sets": (new, in_set(".ps"), in_set(".ps2")),
    "R_msg": (new, message("MAKE_SEND_ONCE")),
    "R_msgmks": (new, message("MAKE_SEND")),
    "R_full": (new, one_message, message("MAKE_SEND")),
    "R_q0": (new, no_queue),
    "R_g0": (new, guard(0)),
    "R_g": (new, guard(GUARD)),
    "R_gs": (new, guard(GUARD, STRICT)),
    "R_g0s": (new, guard(0, STRICT)),
    "R_ctx": (new, context),
    "R_imm": (new, guard(GUARD, IMMOVABLE)),
    "R_immu": (new, guard(GUARD, IMMOVABLE), unguard),
    "R_req": (new, REQUEST),
    "R_ns": (new, NO_SENDERS),
    "R_pd": (new, PORT_DESTROYED),
    "S1": (new, send(1), PARK),
    "S2": (new, send(2), PARK),
    "S65534": (new, send(65534), PARK),
    "Speg": (new, send(PEG), PARK),
    "S_req": (new, send(1), REQUEST, PARK),
    "S2_req": (new, send(2), REQUEST, PARK),
    "S_sp": (new, send(1), request("SEND_POSSIBLE", 0, "Nd"), PARK),
    "S_full": (new, send(1), *FULL, PARK),
    "S_spfull": (new, send(1), *FULL, SEND_POSSIBLE, PARK),
    "S_ns": (new, send(1), NO_SENDERS, PARK),
    "SR1": (new, send(1)),
    "SR2": (new, send(2)),
    "SR65534": (new, send(65534)),
    "SRpeg": (new, send(PEG)),
    "SR_req": (new, send(1), REQUEST),
    "SR_ns": (new, send(1), NO_SENDERS),
    "SR_pd": (new, send(1), PORT_DESTROYED),
    "SR_pdreq": (new, send(1), REQUEST, PORT_DESTROYED),
    "SR_msg": (new, send(1), message("COPY_SEND")),
    "SR_full": (new, send(1), *FULL),
    "SR_spfull": (new, send(1), *FULL, SEND_POSSIBLE),
    "SR_set": (new, send(1), in_set(".ps")),
    "SR_g": (new, send(1), guard(GUARD)),
    "SR_imm": (new, send(1), guard(GUARD, IMMOVABLE)),
    "SO": (send_once,),
    "SO_req": (send_once, REQUEST),
    "S1_lazy": (new, send(1), *LAZY),
    "S2_lazy": (new, send(2), *LAZY),
    "Speg_lazy": (new, send(PEG), *LAZY),
    "S1_lazyreq": (new, send(1), *told(*LAZY)),
    "S2_lazyreq": (new, send(2), *told(*LAZY)),
    "Speg_lazyreq": (new, send(PEG), *told(*LAZY)),
    "SO_lazy": (send_once, its_port_dies),
    "SO_lazyreq": (send_once, *told(its_port_dies)),
    "DN1": (dead_name(1),),
    "DN2": (dead_name(2),),
    "DNpeg": (dead_name(PEG),),
    "DN_req": (new, send(1), *told(dies)),
    "DN_sr2": (new, send(2), dies),
    "PS": (port_set,),
    "PS_m": (port_set, member(".m1"), member(".m2")),
    "PS_msg": (port_set, member(".m1"), member(".m2"), message("MAKE_SEND_ONCE", ".m1")),
}

NAMES = {"none": "NULL", "NULL": "NULL", "DEAD": "DEAD", "never": "never"}
"""Subjects that are only a name."""


def prepare(world: World, state: str, who: str) -> None:
    if state in NAMES:
        world.bind(who, world.name(NAMES[state]).value)
        return
    for step in STATES[state]:
        step(world, who)
