"""A model of the name spaces of tasks that share ports: which name holds what, and how each call answers.

SPDX-License-Identifier: MIT OR Apache-2.0

It is written from the definition's text and shares nothing with the library. Each call of the definition is a method of the
same name without its prefix, which changes the model and gives the status's name and the results; a call that makes a name is
told which one the library chose.
"""

from collections.abc import Callable

from .machine import DEAD_NAME, PORT_SET, RECEIVE, SEND, SEND_ONCE, Entry, Machine, Port

NULL, DEAD = 0, 0xFFFFFFFF
KINDS = range(5)
ANY = 0xFFFFFFFF
GUARD, GUARD_STRICT, GUARD_IMMOVABLE = 1, 2, 4
ADOPT_VERIFY = 1
QUEUE_LIMIT, MESSAGE_COUNT, SEQUENCE, MAKE_SEND_COUNT, SEND_ONCE_RIGHTS, HAS_SENDERS = range(1, 7)
LARGEST_QUEUE = 1024
COPY_SEND, MAKE_SEND, MAKE_SEND_ONCE = 19, 20, 21
SPECIAL_HOST, SPECIAL_NAME, SPECIAL_BOOTSTRAP = 2, 3, 4

OK = "KERN_SUCCESS"
Answer = tuple[str, object]


class Space:
    """Names and what they hold."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.name_port = Port()
        self.entries: dict[int, Entry] = {}
        machine.spaces.append(self)

    def end(self) -> None:
        """The task dies, and its rights with it."""
        self.machine.spaces.remove(self)
        ports = [(entry.port, entry.urefs) for entry in self.entries.values() if entry.port]
        for port, urefs in ports:
            port.messages += urefs.get(SEND_ONCE, 0)
        for port in [self.name_port, *(port for port, urefs in ports if RECEIVE in urefs)]:
            self.machine.die(port)

    # Making rights

    def receive_right_new(self, flags: int, guard: int, given: int | None) -> Answer:
        if not self._may_guard(flags, guard):
            return "KERN_INVALID_ARGUMENT", NULL
        return OK, self._new(given, Entry(self._port(flags, guard), {RECEIVE: 1}))

    def pair_new(self, flags: int, guard: int, given: tuple[int, int] | None) -> Answer:
        if not self._may_guard(flags, guard):
            return "KERN_INVALID_ARGUMENT", (NULL, NULL)
        port = self._port(flags, guard)
        port.made = 1
        name = self._new(given and given[0], Entry(port, {RECEIVE: 1, SEND: 1}))
        return OK, (name, name)

    @staticmethod
    def _port(flags: int, guard: int) -> Port:
        return Port(guarded=bool(flags & GUARD), strict=bool(flags & GUARD_STRICT), context=guard)

    def port_set_new(self, given: int | None) -> Answer:
        return OK, self._new(given, Entry(None, {PORT_SET: 1}))

    def send_right_make(self, receive: int) -> Answer:
        answer = self._one_more(receive, RECEIVE, SEND)
        if answer[0] == OK:
            self._port_of(receive).made += 1
        return answer

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

    def host_self(self, given: int | None) -> Answer:
        return OK, self._delivered(given, self.machine.host)

    def thread_self(self, given: int | None) -> Answer:
        return OK, self._delivered(given, self.machine.thread)

    def special_port(self, which: int, given: int | None) -> Answer:
        ports = {SPECIAL_HOST: self.machine.host, SPECIAL_NAME: self.name_port, SPECIAL_BOOTSTRAP: self.machine.bootstrap}
        if which not in ports:
            return "KERN_INVALID_ARGUMENT", NULL
        return OK, self._delivered(given, ports[which])

    def give(self, name: int, disposition: int, other: "Space", given: int | None) -> Answer:
        """mach_embedded_right_give, by the other task's space."""
        if name not in self.entries:
            return "KERN_INVALID_NAME", NULL
        if not self.holds(name, SEND if disposition == COPY_SEND else RECEIVE):
            return "KERN_INVALID_RIGHT", NULL
        port = self._port_of(name)
        if disposition == MAKE_SEND_ONCE:
            return OK, other._new(given, Entry(port, {SEND_ONCE: 1}))
        port.made += disposition == MAKE_SEND
        return OK, other._delivered(given, port)

    # Port sets

    def port_set_insert(self, port_set: int, receive: int) -> Answer:
        verdict = self._set_and_receive(port_set, receive)
        if verdict != OK:
            return verdict, None
        entry, sets = self.entries[port_set], self._port_of(receive).sets
        if entry in sets:
            return "KERN_ALREADY_IN_SET", None
        sets.add(entry)
        return OK, None

    def port_set_extract(self, port_set: int, receive: int) -> Answer:
        verdict = self._set_and_receive(port_set, receive)
        if verdict != OK:
            return verdict, None
        entry, sets = self.entries[port_set], self._port_of(receive).sets
        if entry not in sets:
            return "KERN_NOT_IN_SET", None
        sets.remove(entry)
        return OK, None

    def port_set_members(self, port_set: int, capacity: int) -> tuple[str, set[int]]:
        """Gives all members: which of them are written, the library chooses."""
        verdict = self._verdict(port_set, PORT_SET)
        if verdict != OK:
            return verdict, set()
        entry = self.entries[port_set]
        members = {name for name in self.entries if self.holds(name, RECEIVE) and entry in self._port_of(name).sets}
        return "KERN_NO_SPACE" if 0 < capacity < len(members) else OK, members

    # Receive rights

    def guard_set(self, receive: int, guard: int, flags: int) -> Answer:
        if flags & ~(GUARD_STRICT | GUARD_IMMOVABLE):
            return "KERN_INVALID_ARGUMENT", None
        verdict = self._verdict(receive, RECEIVE)
        if verdict != OK:
            return verdict, None
        port = self._port_of(receive)
        if port.guarded or port.context != 0:
            return "KERN_INVALID_ARGUMENT", None
        port.guarded, port.strict, port.context = True, bool(flags & GUARD_STRICT), guard
        return OK, None

    def guard_clear(self, receive: int, guard: int) -> Answer:
        verdict = self._verdict(receive, RECEIVE)
        if verdict != OK:
            return verdict, None
        port = self._port_of(receive)
        if not port.guarded or port.context != guard:
            return "KERN_INVALID_ARGUMENT", None
        port.guarded, port.strict, port.context = False, False, 0
        return OK, None

    def context_get(self, receive: int) -> Answer:
        verdict = self._verdict(receive, RECEIVE)
        if verdict != OK:
            return verdict, 0
        port = self._port_of(receive)
        return OK, 0 if port.strict else port.context

    def context_set(self, receive: int, context: int) -> Answer:
        verdict = self._verdict(receive, RECEIVE)
        if verdict != OK:
            return verdict, None
        port = self._port_of(receive)
        if port.strict:
            return "KERN_INVALID_ARGUMENT", None
        port.context = context
        return OK, None

    def attr_get(self, receive: int, attribute: int) -> Answer:
        verdict = self._verdict(receive, RECEIVE)
        if verdict != OK:
            return verdict, 0
        port = self._port_of(receive)
        values = {
            QUEUE_LIMIT: port.queue_limit,
            MESSAGE_COUNT: port.messages,
            SEQUENCE: 0,  # nobody receives
            MAKE_SEND_COUNT: port.made,
            SEND_ONCE_RIGHTS: self.machine.units(port, SEND_ONCE) + port.messages,
            HAS_SENDERS: int(self.machine.units(port, SEND) > 0),
        }
        return (OK, values[attribute]) if attribute in values else ("KERN_INVALID_VALUE", 0)

    def attr_set(self, receive: int, attribute: int, value: int) -> Answer:
        verdict = self._verdict(receive, RECEIVE)
        if verdict != OK:
            return verdict, None
        if attribute != QUEUE_LIMIT or value > LARGEST_QUEUE:
            return "KERN_INVALID_VALUE", None
        self._port_of(receive).queue_limit = value
        return OK, None

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

    def _delivered(self, given: int | None, port: Port) -> int:
        """A send right that arrives: under the name that the port has here, or else under a new one."""
        for name, entry in self.entries.items():
            if entry.port is port and {SEND, RECEIVE} & entry.urefs.keys():
                entry.change(SEND, 1)
                return name
        return self._new(given, Entry(port, {SEND: 1}))

    def _port_of(self, name: int) -> Port:
        port = self.entries[name].port
        assert port is not None
        return port

    def _set_and_receive(self, port_set: int, receive: int) -> str:
        verdict = self._verdict(port_set, PORT_SET)
        return self._verdict(receive, RECEIVE) if verdict == OK else verdict

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
                if kind == SEND_ONCE:
                    self._port_of(name).messages += 1
                self.sweep()
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
        port = self._port_of(name)
        if port.guarded and port.context != guard:
            return "KERN_INVALID_ARGUMENT", None
        entry.change(RECEIVE, -1)
        if send_urefs:
            entry.change(SEND, -send_urefs)
        self.machine.die(port)
        return OK, None

    def sweep(self) -> None:
        self.entries = {name: entry for name, entry in self.entries.items() if entry.urefs}
