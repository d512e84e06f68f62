"""The rights to send to a port, and what is left of them when it dies, as owned types.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Self

from machport import _notify, _request, _sending
from machport._cargo import Carried, Item
from machport._layer import load
from machport._message import Message
from machport._patience import Deadline
from machport._right import Right, bound

if TYPE_CHECKING:
    from machport._receive import ReceiveRight


class SendRight(Right):
    """One user reference of a send right. When the port dies it turns into one of a dead name; it is closed all the same."""

    __slots__ = ()
    _kind_constant: ClassVar[str] = "MACHPORT_KIND_SEND"

    @classmethod
    def from_borrowed(cls, source: object) -> Self:
        """One more user reference of a send right that somebody else owns: anything that lends it by `__mach_port__()`."""
        raw, right = load(cls.layer), cls._unfilled()

        def dup(name: int) -> None:
            right._name = raw.machport_send_right_dup(name)

        cls._with_lent(source, raw.MACHPORT_KIND_SEND, dup)
        return right

    def send(
        self,
        data: bytes = b"",
        *,
        id: int = 0,
        rights: Iterable[Item] = (),
        reply: Item = None,
        timeout: float | None = None,
    ) -> None:
        """Sends bytes, a multiple of 4 of them, and rights. A right moves, and its handle is closed; one that as_copy(),
        as_send() or as_send_once() gives is made for the message, and the handle that it is made from stays. `reply` is the
        right to answer by, given likewise: any but a receive right. Waits while the queue is full, for seconds; 0 does not
        wait, None waits for ever.

        Where that fails, MachError, and each handle is as the message left its right: open, perhaps under another name, or
        closed where the right was lost. Its results is an Unsent, which also has the rights that were made for the message
        and came back: who does not want them need not close them."""
        _sending.send(self, data, id, rights, reply, Deadline(timeout))

    def request(self, data: bytes = b"", *, id: int = 0, rights: Iterable[Item] = (), timeout: float | None = None) -> Message:
        """Sends, as send() does, with a send-once right to answer by, and waits for the answer: both together for so many
        seconds. NoReply where whoever had that right gave it up or died; MachError MACH_RCV_TIMED_OUT where the answer did
        not come in time, and then an answer that comes late ends with its rights."""
        return _request.request(self, data, id, rights, Deadline(timeout))

    def as_copy(self) -> Carried:
        """For a message's rights or reply: a copy, and the handle stays."""
        return Carried(self, "MACHPORT_COPY_SEND")

    def notify_dead_name(self, notify: "SendOnceRight | ReceiveRight") -> "SendOnceRight | None":
        """Asks for a DeadNameNotification when the port dies. `notify` is where to send it: a send-once right, which is gone
        whatever the answer, or the receive right to make one from. Where the request is given up, as when the right is
        closed first, a PortDeletedNotification comes, or a SendOnceNotification.

        A right has one request, this or notify_send_possible(): the answer is the right of the one that this replaces, None
        where there was none."""
        return _notify.dead_name(self, notify)

    def notify_send_possible(self, notify: "SendOnceRight | ReceiveRight") -> "SendOnceRight | None":
        """Asks for a SendPossibleNotification when the full queue has room again; at once where it has room now. The rest is as
        for notify_dead_name(). MachError KERN_NOT_SUPPORTED where this Mach cannot tell."""
        return _notify.send_possible(self, notify)

    def cancel_dead_name(self) -> "SendOnceRight | None":
        """Takes back what notify_dead_name() asked for. The answer is the right that was to be told by, None where there was
        none."""
        return _notify.cancel(self, self._raw.MACHPORT_NOTIFY_DEAD_NAME)

    def cancel_send_possible(self) -> "SendOnceRight | None":
        """Takes back what notify_send_possible() asked for. The answer is as for cancel_dead_name()."""
        return _notify.cancel(self, self._raw.MACHPORT_NOTIFY_SEND_POSSIBLE)

    def dup(self) -> Self:
        """One more user reference, with a handle of its own. MachError E_DEAD where the right died: see dup_any()."""
        return self._fill(self._unfilled(), self._raw.machport_send_right_dup)

    def dup_any(self) -> "SendRight | DeadName":
        """One more user reference of the right, or of the dead name that it has become."""
        of_kind: dict[int, SendRight | DeadName] = {
            self.kind: self._unfilled(),
            self._raw.MACHPORT_KIND_DEAD_NAME: bound(DeadName, self.layer)._unfilled(),
        }
        with self._lock:
            name, kind = self._raw.machport_send_right_dup_any(self._held())
            right = of_kind[kind]
            right._name = name
        return right


class SendOnceRight(Right):
    """A send-once right, good for one message. Closed unused, its port gets a send-once notification."""

    __slots__ = ()
    _kind_constant: ClassVar[str] = "MACHPORT_KIND_SEND_ONCE"

    def send(self, data: bytes = b"", *, id: int = 0, rights: Iterable[Item] = ()) -> None:
        """Sends bytes, a multiple of 4 of them, and rights, as SendRight.send() does, but never waits. The right goes with the
        message, and its handle is closed. Where that fails, MachError, and it is open where the right was not used."""
        _sending.send_once(self, data, id, rights)

    def notify_dead_name(self, notify: "SendOnceRight | ReceiveRight") -> "SendOnceRight | None":
        """As SendRight.notify_dead_name()."""
        return _notify.dead_name(self, notify)

    def cancel_dead_name(self) -> "SendOnceRight | None":
        """As SendRight.cancel_dead_name()."""
        return _notify.cancel(self, self._raw.MACHPORT_NOTIFY_DEAD_NAME)


class DeadName(Right):
    """One user reference of a dead name: what is left of a send or send-once right whose port died."""

    __slots__ = ()
    _kind_constant: ClassVar[str] = "MACHPORT_KIND_DEAD_NAME"

    def dup(self) -> Self:
        """One more user reference, with a handle of its own."""
        return self._fill(self._unfilled(), self._raw.machport_dead_name_dup)
