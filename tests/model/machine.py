"""What tasks share, as a model: ports, who holds rights to them, and what is left of the rights when a port dies.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .space import Space

SEND, RECEIVE, SEND_ONCE, PORT_SET, DEAD_NAME = range(5)


@dataclass(eq=False)
class Port:
    """What rights are to. Its guard is its context. The only messages here are those that tell of a send-once right that was
    dropped: each keeps that right."""

    guarded: bool = False
    strict: bool = False
    context: int = 0
    queue_limit: int = 5
    made: int = 0
    messages: int = 0
    sets: "set[Entry]" = field(default_factory=set)


@dataclass(eq=False)
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


@dataclass(eq=False)
class Machine:
    """What tasks share: the kernel's ports, and which spaces there are."""

    spaces: "list[Space]" = field(default_factory=list)
    host: Port = field(default_factory=Port)
    thread: Port = field(default_factory=Port)
    bootstrap: Port = field(default_factory=Port)

    def units(self, port: Port, kind: int) -> int:
        """The user references to a port in all tasks."""
        entries = (entry for space in self.spaces for entry in space.entries.values() if entry.port is port)
        return sum(entry.urefs.get(kind, 0) for entry in entries)

    def die(self, port: Port) -> None:
        """Turns every right to a port into dead names."""
        for space in self.spaces:
            for entry in space.entries.values():
                if entry.port is port:
                    entry.port, entry.urefs = None, {DEAD_NAME: units} if (units := sum(entry.urefs.values())) else {}
            space.sweep()
