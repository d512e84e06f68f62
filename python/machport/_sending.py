"""Messages are sent: to a send right, which waits, and to a send-once right, which goes with the message.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Callable, Iterable

from machport._cargo import Cargo, Item
from machport._handle import Handle
from machport._patience import Deadline, patiently
from machport._right import Right
from machport.error import MachError


def send(to: Handle, data: bytes, identity: int, rights: Iterable[Item], reply: Item, deadline: Deadline) -> None:
    """Sends, and brings every handle into the state that its outcome tells."""
    raw = to._raw
    if isinstance(reply, Right) and reply.kind == raw.MACHPORT_KIND_RECEIVE:
        raise TypeError("a receive right cannot be replied to: give reply=receive.as_send_once()")
    cargo = Cargo(raw, reply, rights, to)

    # A message that was interrupted came back: it is sent again with what came back.
    def attempt(wait: int) -> None:
        raw.machport_message_send(to._held(), identity, data, cargo.first, cargo.rights, 0, wait)

    _carry(cargo, lambda: patiently(raw.MACHPORT_MACH_SEND_INTERRUPTED, attempt, deadline))


def send_once(to: Right, data: bytes, identity: int, rights: Iterable[Item]) -> None:
    """Sends to a send-once right, which goes with the message like those that it carries."""
    cargo = Cargo(to._raw, to, rights, to)
    _carry(cargo, lambda: to._raw.machport_message_send_once(cargo.first, identity, data, cargo.rights, 0))


def _carry(cargo: Cargo, call: Callable[[], None]) -> None:
    """Makes a call with the rights of a message. A signal's handler may raise at any time, also where they are settled: then
    that is done again."""
    try:
        cargo.take()
        call()
    except MachError as error:
        try:
            cargo.settle()
            error.results = cargo.unsent()
        except BaseException:
            cargo.close()
            raise
        raise
    except BaseException:
        cargo.close()
        raise
    try:
        cargo.settle()
    except BaseException:
        cargo.close()
        raise
