"""A request and its reply in one call.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from machport import _message, _sending
from machport._cargo import Item
from machport._message import Message
from machport._notification import SendOnceNotification
from machport._patience import Deadline
from machport._right import types_of
from machport.error import NoReply

if TYPE_CHECKING:
    from machport._receive import ReceiveRight
    from machport._send import SendRight


def request(to: "SendRight", data: bytes, identity: int, rights: Iterable[Item], deadline: Deadline) -> Message:
    """Sends with a port of its own to reply to, and receives there."""
    types = types_of(to.layer)
    port: ReceiveRight = types.by_kind[types.raw.MACHPORT_KIND_RECEIVE].new()
    with port:
        _sending.send(to, data, identity, rights, port.as_send_once(), deadline)
        message = _message.receive(port, deadline)
    said = message.notification(kept=True)
    if isinstance(said, SendOnceNotification) and said.trusted:
        raise NoReply("the request got no reply: whoever had the right to reply gave it up or died; ask again, or ask another")
    return message
