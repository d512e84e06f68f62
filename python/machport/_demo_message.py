"""The demonstration's second part: a right goes from one task to another in a message, its port dies, and that is told.

SPDX-License-Identifier: MIT OR Apache-2.0

The client's task acts over one layer and the server's over the other. They have name spaces of their own: the same right has
another name in each.
"""

from machport import _space, testing
from machport._notification import DeadNameNotification
from machport._over import Over

_ROW = "{:<5}{:<8}{:<57}{:<9}{}".format


class _Table:
    """A row for each step, with what the acting task's space holds under a name; and whether that is as it should be."""

    def __init__(self) -> None:
        self._steps = 0
        self.as_told = True
        print(_ROW("step", "task", "what", "name", "user references"))

    def row(self, side: Over, who: str, what: str, name: int, **expected: int) -> None:
        self._steps += 1
        held = _space.units(side.raw, name)
        wrong = "" if held == expected else f"   expected: {_space.described(expected)}"
        self.as_told &= not wrong
        print(_ROW(self._steps, who, what, f"{name:#x}", _space.described(held) + wrong))


def run(server: Over, client: Over) -> bool:
    """Prints the table; whether every step did what it says, and neither task has anything left."""
    print(f"\nTwo tasks, with a name space each: the client acts through {client.layer}, the server through {server.layer}.\n")
    table = _Table()
    with testing.tasks(2) as (of_server, of_client):
        with of_server.entered():
            before = _space.contents(server.raw)
            service = server.ReceiveRight.new()
            told = server.ReceiveRight.new()
            to_service = of_client.give(service)
            table.row(server, "server", "makes a port, and gives the client a send right to it", service.name, receive=1)

        with of_client.entered():
            to_server = client.SendRight.from_raw(to_service)
            owned = client.ReceiveRight.new()
            to_server.send(b"mine", rights=[owned.as_send()])
            table.row(client, "client", "makes a port, sends a send right to it in a message", owned.name, receive=1)
            to_server.close()

        with of_server.entered():
            message = service.receive(timeout=0)
            right = message.rights.pop()
            assert isinstance(right, server.SendRight)
            name = right.name
            table.row(
                server, "server", f"receives {message.data.decode()!r} and the right, under a name of its own", name, send=1
            )
            right.notify_dead_name(told)
            table.row(server, "server", "asks to be told when the right's port dies", name, send=1)

        with of_client.entered():
            gone = owned.name
            owned.close()
            table.row(client, "client", "destroys its port", gone)

        with of_server.entered():
            message = told.receive(timeout=0)
            said = message.notification()
            table.row(server, "server", "is told: the notification brings a dead-name unit", name, dead_name=2)
            print(_ROW("", "", repr(said), "", "").rstrip())
            message.close()
            table.row(server, "server", "closes the notification; next it closes the right", name, dead_name=1)
            right.close()
            service.close()
            told.close()
            left = _space.changes(before, _space.contents(server.raw))
    return table.as_told and not left and isinstance(said, DeadNameNotification) and said.trusted
