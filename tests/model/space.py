"""A model of one task's name space: which name holds what, and how each call of the slice answers.

SPDX-License-Identifier: MIT OR Apache-2.0

It is written from the definition's text and shares nothing with the library. Each call of the definition is a method of the
same name without its prefix, which changes the model and gives the status's name and the results; a call that makes a name is
told which one the library chose.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

NULL, DEAD = 0, 0xFFFFFFFF
SEND, RECEIVE, SEND_ONCE, PORT_SET, DEAD_NAME = range(5)
KINDS = range(5)
ANY = 0xFFFFFFFF
GUARD, GUARD_STRICT, GUARD_IMMOVABLE = 1, 2, 4
ADOPT_VERIFY = 1

OK = "KERN_SUCCESS"
Answer = tuple[str, object]


@dataclass(eq=False)
class Port:
    """What rights are to. Its guard is None where it has none."""

    guard: int | None


@dataclass
class Entry:
    """What a name holds: user references by kind, and the port that they are to."""

    port: Port | None = None
    urefs: dict[int, int] = field(default_factory=dict)

    def types(self) -> int:
        return sum(0x10000 << kind for kind in self.urefs)

    def change(self, kind: int, by: int) -> None:
        self.urefs[kind] = self.urefs.get(kind, 0) + by
        if self.urefs[kind] == 0:
            del self.urefs[kind]


class Space:
    """Names and what they hold."""

    def __init__(self) -> None:
        self.entries: dict[int, Entry] = {}

    # Making rights

    def receive_right_new(self, flags: int, guard: int, given: int | None) -> Answer:
        if not self._may_guard(flags, guard):
            return "KERN_INVALID_ARGUMENT", NULL
        return OK, self._new(given, Entry(Port(guard if flags & GUARD else None), {RECEIVE: 1}))

    def pair_new(self, flags: int, guard: int, given: tuple[int, int] | None) -> Answer:
        if not self._may_guard(flags, guard):
            return "KERN_INVALID_ARGUMENT", (NULL, NULL)
        name = self._new(given and given[0], Entry(Port(guard if flags & GUARD else None), {RECEIVE: 1, SEND: 1}))
        return OK, (name, name)

    def port_set_new(self, given: int | None) -> Answer:
        return OK, self._new(given, Entry(None, {PORT_SET: 1}))

    def send_right_make(self, receive: int) -> Answer:
        return self._one_more(receive, RECEIVE, SEND)

    def send_once_right_make(self, receive: int, given: int | None) -> Answer:
        verdict = self._verdict(receive, RECEIVE)
        if verdict != OK:
            return verdict, NULL
        return OK, self._new(given, Entry(self.entries[receive].port, {SEND_ONCE: 1}))

    def send_right_dup(self, send: int) -> Answer:
        return self._one_more(send, SEND, SEND)

    def dead_name_dup(self, dead_name: int) -> Answer:
        return self._one_more(dead_name, DEAD_NAME, DEAD_NAME)

    def send_right_dup_any(self, send: int) -> Answer:
        kind = DEAD_NAME if self.holds(send, DEAD_NAME) else SEND
        status, copy = self._one_more(send, kind, kind)
        return status, (copy, kind if status == OK else ANY)

    # Releasing them

    def send_right_release(self, send: int) -> Answer:
        return self._release_one(send, SEND, DEAD_NAME)

    def send_once_right_release(self, send_once: int) -> Answer:
        return self._release_one(send_once, SEND_ONCE, DEAD_NAME)

    def dead_name_release(self, dead_name: int) -> Answer:
        return self._release_one(dead_name, DEAD_NAME)

    def port_set_release(self, port_set: int) -> Answer:
        return self._release_one(port_set, PORT_SET)

    def receive_right_release(self, receive: int, guard: int) -> Answer:
        return self._release_receive(receive, 0, guard)

    def pair_release(self, receive: int, send: int, guard: int) -> Answer:
        if receive in (NULL, DEAD):
            return self.send_right_release(send)
        if send in (NULL, DEAD):
            return self.receive_right_release(receive, guard)
        for name, kinds in ((receive, {RECEIVE}), (send, {SEND, DEAD_NAME})):
            if name not in self.entries:
                return "E_STALE", None
            if not kinds & self.entries[name].urefs.keys():
                return "E_WRONG_KIND", None
        if receive != send:
            return "KERN_INVALID_ARGUMENT", None
        return self._release_receive(receive, 1, guard)

    def release(self, kind: int, name: int, guard: int) -> Answer:
        releases: dict[int, Callable[[], Answer]] = {
            SEND: lambda: self.send_right_release(name),
            RECEIVE: lambda: self.receive_right_release(name, guard),
            SEND_ONCE: lambda: self.send_once_right_release(name),
            PORT_SET: lambda: self.port_set_release(name),
            DEAD_NAME: lambda: self.dead_name_release(name),
        }
        return releases[kind]() if kind in releases else ("KERN_INVALID_VALUE", None)

    # Looking

    def types(self, name: int) -> Answer:
        absent = self._absent(name)
        return (absent, 0) if absent else (OK, self.entries[name].types())

    def urefs(self, name: int, kind: int) -> Answer:
        if kind not in KINDS:
            return "KERN_INVALID_VALUE", 0
        absent = self._absent(name)
        return (absent, 0) if absent else (OK, self.entries[name].urefs.get(kind, 0))

    def check(self, name: int, kind: int) -> Answer:
        """Gives the name of the verdict, which is a status itself."""
        if kind not in (*KINDS, ANY):
            return "KERN_INVALID_VALUE", "KERN_INVALID_VALUE"
        return OK, self._verdict(name, kind)

    # Conversions

    def adopt(self, raw: int, kind: int, flags: int) -> Answer:
        if kind not in KINDS:
            return "KERN_INVALID_VALUE", NULL
        if flags & ~ADOPT_VERIFY:
            return "KERN_INVALID_ARGUMENT", NULL
        status = self._verdict(raw, kind) if flags else self._value(raw) or OK
        return status, raw if status == OK else NULL

    def disown(self, right: int, kind: int) -> Answer:
        return (OK, right) if kind in KINDS else ("KERN_INVALID_VALUE", NULL)

    # What they have in common

    def _new(self, given: int | None, entry: Entry) -> int:
        assert given is not None, "the library refused what the model allows"
        assert given not in self.entries, f"{given:#x} was given to a new right and holds another"
        assert given not in (NULL, DEAD)
        self.entries[given] = entry
        return given

    @staticmethod
    def _may_guard(flags: int, guard: int) -> bool:
        if flags & ~(GUARD | GUARD_STRICT | GUARD_IMMOVABLE):
            return False
        return bool(flags & GUARD) or (flags == 0 and guard == 0)

    @staticmethod
    def _value(name: int) -> str | None:
        return {NULL: "E_NULL", DEAD: "E_DEAD"}.get(name)

    def _absent(self, name: int) -> str | None:
        return self._value(name) or (None if name in self.entries else "E_STALE")

    def holds(self, name: int, kind: int) -> bool:
        return name in self.entries and kind in self.entries[name].urefs

    def _verdict(self, name: int, kind: int) -> str:
        absent = self._absent(name)
        if absent or self.holds(name, kind):
            return absent or OK
        if self.holds(name, DEAD_NAME):
            return "E_DEAD"
        return OK if kind == ANY else "E_WRONG_KIND"

    def _one_more(self, name: int, needed: int, kind: int) -> Answer:
        verdict = self._verdict(name, needed)
        if verdict != OK:
            return verdict, NULL
        self.entries[name].change(kind, 1)
        return OK, name

    def _release_one(self, name: int, *kinds: int) -> Answer:
        """Releases a unit of the first kind that the name holds."""
        if name in (NULL, DEAD):
            return OK, None
        if name not in self.entries:
            return "E_STALE", None
        for kind in kinds:
            if self.holds(name, kind):
                self.entries[name].change(kind, -1)
                self._sweep()
                return OK, None
        return "E_WRONG_KIND", None

    def _release_receive(self, name: int, send_urefs: int, guard: int) -> Answer:
        """Releases the receive right with so many of the send user references beside it; the rights that are left die."""
        if name in (NULL, DEAD):
            return OK, None
        if name not in self.entries:
            return "E_STALE", None
        entry = self.entries[name]
        if RECEIVE not in entry.urefs or (send_urefs and SEND not in entry.urefs):
            return "E_WRONG_KIND", None
        port = entry.port
        assert port is not None
        if port.guard is not None and port.guard != guard:
            return "KERN_INVALID_ARGUMENT", None
        entry.change(RECEIVE, -1)
        if send_urefs:
            entry.change(SEND, -send_urefs)
        for other in self.entries.values():
            if other.port is port:
                other.port, other.urefs = None, {DEAD_NAME: units} if (units := sum(other.urefs.values())) else {}
        self._sweep()
        return OK, None

    def _sweep(self) -> None:
        self.entries = {name: entry for name, entry in self.entries.items() if entry.urefs}
