"""The rights to send to a port, and what is left of them when it dies, as owned types.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Sequence
from typing import ClassVar, Self

from machport import _message
from machport._layer import load
from machport._right import Right, bound


class SendRight(Right):
    """One user reference of a send right. When the port dies it turns into one of a dead name; it is closed all the same."""

    __slots__ = ()
    _kind_constant: ClassVar[str] = "MACHPORT_KIND_SEND"

    @classmethod
    def from_borrowed(cls, source: object) -> Self:
        """One more user reference of a send right that somebody else owns: anything that lends it by `__mach_port__()`."""
        raw = load(cls.layer)
        return cls._own(cls._with_lent(source, raw.MACHPORT_KIND_SEND, raw.machport_send_right_dup))

    def send(self, data: bytes = b"", *, id: int = 0, rights: Sequence[Right] = (), timeout: float | None = None) -> None:
        """Sends bytes, a multiple of 4 of them, and rights, which move: their handles are closed. Waits while the queue is full,
        for seconds; 0 does not wait, None waits for ever. Where that fails, MachError, and each handle is as the message left
        its right: open, perhaps under another name, or closed where the right was lost."""
        _message.send(self, data, id, rights, timeout)

    def dup(self) -> Self:
        """One more user reference, with a handle of its own. MachError E_DEAD where the right died: see dup_any()."""
        return self._own(self._call(self._raw.machport_send_right_dup))

    def dup_any(self) -> "SendRight | DeadName":
        """One more user reference of the right, or of the dead name that it has become."""
        name, kind = self._call(self._raw.machport_send_right_dup_any)
        return self._own(name) if kind == self.kind else bound(DeadName, self.layer)._own(name)


class SendOnceRight(Right):
    """A send-once right, good for one message. Closed unused, its port gets a send-once notification."""

    __slots__ = ()
    _kind_constant: ClassVar[str] = "MACHPORT_KIND_SEND_ONCE"


class DeadName(Right):
    """One user reference of a dead name: what is left of a send or send-once right whose port died."""

    __slots__ = ()
    _kind_constant: ClassVar[str] = "MACHPORT_KIND_DEAD_NAME"

    def dup(self) -> Self:
        """One more user reference, with a handle of its own."""
        return self._own(self._call(self._raw.machport_dead_name_dup))
