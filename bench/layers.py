"""The Python layers against a hand-written extension, and against what other tools make of the same functions.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import functools
import os
import queue
import random
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import thread_time
from timeit import Timer
from types import SimpleNamespace
from typing import Any

from figures import Figure

ROUNDS = 31
ROUNDS_OF_MANY = 7
MILLION = 1_000_000
SAMPLE = 2e-3  # seconds
REPEATED = 20  # so that the loop around a statement costs little beside it
LAYERS = {"swig": "SWIG layer", "cffi": "cffi layer"}
LIMITS = {"SWIG layer": 1.2, "cffi layer": 8.0}
GOALS = {"SWIG layer": 1.15, "cffi layer": 6.5}
PEERS = {
    "hand-written": "handwritten",
    "nanobind": "with_nanobind",
    "stock swig -builtin": "stock_swig",
    "cffi with ffi.new": "ffi_new",
    "ctypes": "with_ctypes",
}
BASE = "hand-written"
NO_KIND = 99
MESSAGE_SIZE = 64
ROOM_FOR_RIGHTS = 8
FOREVER = (1 << 64) - 1


@dataclass(frozen=True)
class Statement:
    """What is timed: source, in which `f` is the side's own function."""

    source: str
    function: Any
    repeated: int = REPEATED

    def timer(self) -> Timer:
        # An exception is caught by its class, as a program does it.
        names = {"f": self.function, "MachError": import_module("machport").MachError}
        return Timer("\n".join([self.source] * self.repeated), timer=thread_time, globals=names)


def sides(folder: Path) -> dict[str, Any]:
    """Ours and the peers, each with disown, types, space_names and ReceiveRight."""
    sys.path += [str(folder / "python"), str(Path(__file__).parent / "python")]
    machport = import_module("machport")
    found: dict[str, Any] = {}
    for layer, name in LAYERS.items():
        over = machport.over(layer)
        raw = over.raw
        found[name] = SimpleNamespace(
            disown=raw.machport_disown,
            types=raw.machport_types,
            space_names=raw.machport_space_names,
            ReceiveRight=over.ReceiveRight.new,
        )
    return found | {name: import_module(module) for name, module in PEERS.items()}


def ratios(statements: dict[str, Statement], rounds: int) -> dict[str, tuple[float, float]]:
    """Each side's time over the base's, and its seconds: medians. Each sample stands between two of the base."""
    timers = {name: statement.timer() for name, statement in statements.items()}
    numbers = {name: max(1, round(SAMPLE / timer.timeit(1))) for name, timer in timers.items()}  # the first run warms up
    numbers = {name: max(1, round(SAMPLE * numbers[name] / timer.timeit(numbers[name]))) for name, timer in timers.items()}

    def seconds(name: str) -> float:
        return timers[name].timeit(numbers[name]) / numbers[name] / statements[name].repeated

    samples: dict[str, list[tuple[float, float]]] = {name: [] for name in statements}
    order = list(statements)
    for _ in range(rounds):
        random.shuffle(order)
        for name in order:
            before, own, after = seconds(BASE), seconds(name), seconds(BASE)
            samples[name].append((2 * own / (before + after), own))
    medians = {name: [statistics.median(column) for column in zip(*taken, strict=True)] for name, taken in samples.items()}
    return {name: (ratio, own) for name, (ratio, own) in medians.items()}


def compare(area: str, statements: dict[str, Statement], limits: dict[str, float], rounds: int = ROUNDS) -> list[Figure]:
    return [
        Figure(
            area,
            name,
            ratio,
            f"x {BASE}",
            at_most=limits.get(name),
            goal=GOALS.get(name) if name in limits else None,
            nanoseconds=1e9 * own,
        )
        for name, (ratio, own) in ratios(statements, rounds).items()
    ]


def calls(found: dict[str, Any]) -> list[Figure]:
    raw = import_module("machport").over("swig").raw
    name = raw.machport_receive_right_new(0, 0)
    disown, types = ({side: getattr(each, call) for side, each in found.items()} for call in ("disown", "types"))
    handles = {side: each.ReceiveRight for side, each in found.items()}
    handles["a Python class without C"] = import_module("handle").handle(lambda: name, lambda name: None)

    def statements(source: str, functions: dict[str, Callable[..., Any]]) -> dict[str, Statement]:
        return {side: Statement(source, function) for side, function in functions.items()}

    raising = f"try: f({name}, {NO_KIND})\nexcept MachError: pass"
    figures = [
        *compare("Python: a call that does nothing, machport_disown", statements(f"f({name}, 1)", disown), LIMITS),
        *compare("Python: a call that works, machport_types", statements(f"f({name})", types), LIMITS),
        *compare("Python: raise and catch, machport_disown", statements(raising, disown), {}),
        *compare("Python: an owned receive right, made and closed", statements("f().close()", handles), {}),
    ]
    raw.machport_receive_right_release(name, 0)
    return figures


def many(found: dict[str, Any]) -> list[Figure]:
    """A million names as lists: by one call, and for comparison by a call a name, and into buffers of the caller's."""
    raw = import_module("machport").over("swig").raw
    names = [raw.machport_receive_right_new(0, 0) for _ in range(MILLION)]
    capacity = len(raw.machport_space_names(2 * MILLION)[0])
    into = found[BASE].space_names_into
    buffers = bytearray(4 * capacity), bytearray(4 * capacity)
    types = found[BASE].types
    able = {side: each.space_names for side, each in found.items() if hasattr(each, "space_names")}
    statements = {side: Statement(f"f({capacity})", function, 1) for side, function in able.items()}
    statements["hand-written, into buffers"] = Statement("f()", lambda: into(*buffers), 1)
    statements["hand-written, a call a name"] = Statement("f()", lambda: [types(name) for name in names], 1)
    return compare("Python: a million names at once, machport_space_names", statements, {}, ROUNDS_OF_MANY)


def messages(hand: Any) -> list[Figure]:
    """A message sent and received by the functions of each layer and by its owned types, and by what Python has for threads."""
    machport = import_module("machport")
    data = bytes(MESSAGE_SIZE)
    closed: list[Callable[[], object]] = []
    statements = {}
    for layer, name in LAYERS.items():
        over = machport.over(layer)
        receive, send = over.pair()
        closed += [send.close, receive.close]
        to, _ = receive.__mach_port__()
        raw = SimpleNamespace(send=over.raw.machport_message_send, receive=over.raw.machport_message_receive)
        room = f"{2 * MESSAGE_SIZE}, {ROOM_FOR_RIGHTS}"
        statements[name] = Statement(
            f"f.send({to}, 0, {data!r}, None, (), 0, {FOREVER})\nf.receive({to}, {room}, 0, {FOREVER})", raw
        )
        owned = SimpleNamespace(send=send.send, receive=receive.receive)
        statements[f"{name}, owned types"] = Statement(f"f.send({data!r})\nf.receive()", owned)
    own = SimpleNamespace(send=hand.message_send, receive=hand.message_receive)
    statements[BASE] = Statement(f"f.send({to}, {data!r})\nf.receive({to}, {2 * MESSAGE_SIZE})", own)
    fifo: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    statements["queue.SimpleQueue"] = Statement(f"f.put({data!r})\nf.get()", fifo)
    reader, writer = os.pipe()
    pipe = SimpleNamespace(send=functools.partial(os.write, writer), receive=functools.partial(os.read, reader))
    statements["os.pipe"] = Statement(f"f.send({data!r})\nf.receive({MESSAGE_SIZE})", pipe)
    figures = compare("Python: a 64-byte message, sent and received", statements, {})
    for close in closed:
        close()
    os.close(reader)
    os.close(writer)
    return figures


def measure(folder: Path) -> list[Figure]:
    found = sides(folder)
    return [*calls(found), *messages(found[BASE]), *many(found)]
