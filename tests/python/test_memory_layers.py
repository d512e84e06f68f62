"""Python runs out of memory in a layer: whatever rights a function of the definition gives are released where no result can be
made of them.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from machport import Over

from .shortage import Short, runs_short

DEFINITION = Path(__file__).resolve().parents[2] / "abi" / "machport.json"
GUARD = 7


class Scene(SimpleNamespace):
    """What a call is made with, new for each: a port with one send right, a dead name, a port that is told of things, a message
    with one of each kind of right, and requests that can be replaced."""

    def __init__(self, raw: ModuleType) -> None:
        self.raw = raw
        self.receive, self.send = raw.machport_pair_new(0, 0)
        self.told = raw.machport_receive_right_new(0, 0)
        self.dead = self._dead_name()
        self.once = raw.machport_send_once_right_make(self.told)
        self.came: list[Any] = []

    def _dead_name(self) -> int:
        receive, send = self.raw.machport_pair_new(0, 0)
        self.raw.machport_receive_right_release(receive, 0)
        return int(send)

    def arm(self, request: Callable[..., Any], *arguments: int) -> None:
        """There is a request already, whose right comes back where another takes its place."""
        request(*arguments, self.raw.machport_send_once_right_make(self.told))

    def message(self) -> None:
        raw = self.raw
        moved = raw.machport_receive_right_new(0, 0)
        kinds = (raw.MACHPORT_MAKE_SEND, raw.MACHPORT_MAKE_SEND_ONCE)
        rights = [*((self.told, kind, 0) for kind in kinds), (moved, raw.MACHPORT_MOVE_RECEIVE, 0)]
        raw.machport_message_send(self.send, 0, b"four", (self.told, raw.MACHPORT_MAKE_SEND_ONCE, 0), rights, 0, 0)

    def death(self) -> None:
        """A notification that hands over a unit of a dead name."""
        raw = self.raw
        receive, send = raw.machport_pair_new(0, 0)
        self.arm(raw.machport_notify_dead_name, send)
        raw.machport_receive_right_release(receive, 0)
        raw.machport_dead_name_release(send)

    def destruction(self) -> None:
        """One that hands over a receive right."""
        raw = self.raw
        moved = raw.machport_receive_right_new(0, 0)
        raw.machport_notify_port_destroyed(moved, raw.machport_send_once_right_make(self.told))
        raw.machport_receive_right_release(moved, 0)

    def notification(self) -> tuple[Any, ...]:
        """It, as it came."""
        data, self.came, received = self.raw.machport_message_receive(self.told, 64, 8, 0, 0)
        return received, data, self.came

    def end(self) -> None:
        """All but what the call gave. A message or a send-once right that it left alone is still there."""
        raw = self.raw
        while raw.machport_attr_get(self.told, raw.MACHPORT_ATTR_MESSAGE_COUNT):
            release_notification(raw, raw.machport_message_receive(self.told, 64, 8, 0, 0))
        raw.machport_rights_release(self.came)
        if raw.machport_check(self.once, raw.MACHPORT_KIND_SEND_ONCE) == raw.MACHPORT_CLASS_OK:
            raw.machport_send_once_right_release(self.once)
        raw.machport_dead_name_release(self.dead)
        raw.machport_pair_release(self.receive, self.send, 0)
        raw.machport_receive_right_release(self.told, 0)


def nothing(_scene: Scene) -> None:
    pass


def asked_for_death(scene: Scene) -> None:
    scene.arm(scene.raw.machport_notify_dead_name, scene.send)


def asked_for_room(scene: Scene) -> None:
    scene.raw.machport_attr_set(scene.receive, scene.raw.MACHPORT_ATTR_QUEUE_LIMIT, 0)
    scene.arm(scene.raw.machport_notify_send_possible, scene.send)


def asked_for_no_senders(scene: Scene) -> None:
    scene.arm(scene.raw.machport_notify_no_senders, scene.receive, 0)


def released(kind: str) -> Callable[[ModuleType, Any], None]:
    return lambda raw, name: raw.machport_release(getattr(raw, f"MACHPORT_KIND_{kind}"), name, 0)


def release_received(raw: ModuleType, result: Any) -> None:
    _, rights, received = result
    assert len(rights) == 3
    raw.machport_rights_release(rights)
    raw.machport_rights_release([received.reply])


def release_notification(raw: ModuleType, result: Any) -> None:
    data, rights, received = result
    _, said = raw.machport_notification_decode(received, data, rights)
    if said.id != raw.MACHPORT_NOTIFY_SEND_ONCE:
        raw.machport_release(said.kind, said.name, 0)


def all_the_same(_raw: ModuleType, _result: Any) -> None:
    """The caller had the unit before, and has it still, whatever the call did."""


Release = Callable[[ModuleType, Any], object]
Row = tuple[str, Callable[[Scene], None], Callable[[Scene], tuple[Any, ...]], Release]

CALLS: list[Row] = [
    ("machport_receive_right_new", nothing, lambda s: (0, 0), released("RECEIVE")),
    (
        "machport_receive_right_new",
        nothing,
        lambda s: (s.raw.MACHPORT_GUARD, GUARD),
        lambda raw, name: raw.machport_receive_right_release(name, GUARD),
    ),
    ("machport_pair_new", nothing, lambda s: (0, 0), lambda raw, pair: raw.machport_pair_release(*pair, 0)),
    (
        "machport_pair_new",
        nothing,
        lambda s: (s.raw.MACHPORT_GUARD, GUARD),
        lambda raw, pair: raw.machport_pair_release(*pair, GUARD),
    ),
    ("machport_send_right_make", nothing, lambda s: (s.told,), released("SEND")),
    ("machport_send_once_right_make", nothing, lambda s: (s.told,), released("SEND_ONCE")),
    ("machport_send_right_dup", nothing, lambda s: (s.send,), released("SEND")),
    ("machport_send_right_dup_any", nothing, lambda s: (s.send,), lambda raw, any_: raw.machport_release(any_[1], any_[0], 0)),
    ("machport_send_right_dup_any", nothing, lambda s: (s.dead,), lambda raw, any_: raw.machport_release(any_[1], any_[0], 0)),
    ("machport_dead_name_dup", nothing, lambda s: (s.dead,), released("DEAD_NAME")),
    ("machport_port_set_new", nothing, lambda s: (), released("PORT_SET")),
    ("machport_notify_dead_name", asked_for_death, lambda s: (s.send, s.once), released("SEND_ONCE")),
    ("machport_notify_send_possible", asked_for_room, lambda s: (s.send, s.once), released("SEND_ONCE")),
    ("machport_notify_no_senders", asked_for_no_senders, lambda s: (s.receive, 0, s.once), released("SEND_ONCE")),
    (
        "machport_notify_cancel",
        asked_for_death,
        lambda s: (s.send, s.raw.MACHPORT_NOTIFY_DEAD_NAME),
        released("SEND_ONCE"),
    ),
    ("machport_host_self", nothing, lambda s: (), released("SEND")),
    ("machport_thread_self", nothing, lambda s: (), released("SEND")),
    ("machport_special_port", nothing, lambda s: (s.raw.MACHPORT_SPECIAL_NAME,), released("SEND")),
    ("machport_message_receive", Scene.message, lambda s: (s.receive, 64, 8, 0, 0), release_received),
    ("machport_message_receive", Scene.death, lambda s: (s.told, 64, 8, 0, 0), release_notification),
    ("machport_message_receive", Scene.destruction, lambda s: (s.told, 64, 8, 0, 0), release_notification),
    ("machport_adopt", nothing, lambda s: (s.send, s.raw.MACHPORT_KIND_SEND, 0), all_the_same),
    ("machport_disown", nothing, lambda s: (s.send, s.raw.MACHPORT_KIND_SEND), all_the_same),
    ("machport_notification_decode", Scene.destruction, Scene.notification, all_the_same),
]


def test_every_function_that_gives_rights_is_among_them() -> None:
    gives = {
        function["name"]
        for function in json.loads(DEFINITION.read_text(encoding="utf-8"))["functions"]
        if any(p["direction"] == "out" and p.get("verb") in ("owned", "per_element") for p in function["params"])
    }
    assert gives == {name for name, *_ in CALLS}


@pytest.mark.parametrize(
    ("function", "prepare", "arguments", "release"), CALLS, ids=[f"{name.removeprefix('machport_')}" for name, *_ in CALLS]
)
def test_no_right_is_lost(
    call_short: Short,
    mach: Over,
    function: str,
    prepare: Callable[[Scene], None],
    arguments: Callable[[Scene], tuple[Any, ...]],
    release: Release,
) -> None:
    called, given = getattr(mach.raw, function), [None]  # room for what it gives, for making some could fail too
    scenes: list[Scene] = []

    def begin() -> None:
        scenes[:] = [Scene(mach.raw)]
        prepare(scenes[0])
        scenes[0].arguments = arguments(scenes[0])

    def call() -> None:
        given[0] = called(*scenes[0].arguments)

    def after(_returned: bool) -> None:
        if given[0] is not None:
            release(mach.raw, given[0])
        given[0] = None
        scenes[0].end()
        begin()

    begin()
    runs_short(call_short, mach, call, after)
    scenes[0].end()
