"""Messages are sent: to a send right, which waits, and to a send-once right, which goes with the message.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Iterable

from machport._cargo import Cargo, Item
from machport._handle import Handle
from machport._patience import Deadline, patiently
from machport._right import Right


def send(to: Handle, data: bytes, identity: int, rights: Iterable[Item], reply: Item, deadline: Deadline) -> None:
    """Sends, and brings every handle into the state that its outcome tells."""
    raw = to._raw
    if isinstance(reply, Right) and reply.kind == raw.MACHPORT_KIND_RECEIVE:
        raise TypeError("a receive right cannot be replied to: give reply=receive.as_send_once()")
    with Cargo(raw, reply, rights, to) as cargo:
        # A message that was interrupted came back: it is sent again with what came back.
        patiently(
            raw.MACHPORT_MACH_SEND_INTERRUPTED,
            lambda wait: raw.machport_message_send(to._held(), identity, data, cargo.first, cargo.rights, 0, wait),
            deadline,
        )


def send_once(to: Right, data: bytes, identity: int, rights: Iterable[Item]) -> None:
    """Sends to a send-once right, which goes with the message like those that it carries."""
    with Cargo(to._raw, to, rights, to) as cargo:
        to._raw.machport_message_send_once(cargo.first, identity, data, cargo.rights, 0)
