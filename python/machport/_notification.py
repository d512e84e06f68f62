"""Notifications as typed objects, which own what the kernel handed over.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from dataclasses import dataclass, fields
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, Self, SupportsIndex

if TYPE_CHECKING:
    from machport._receive import ReceiveRight
    from machport._send import DeadName


@dataclass(eq=False, repr=False)
class Notification:
    """What a message says that is a notification, or looks like one: whoever can send to a port can send the same bytes. Such a
    forged one is not trusted, and owns nothing."""

    trusted: bool
    """Whether it is known that the kernel sent it."""

    def __repr__(self) -> str:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        said = [f"{name}={value:#x}" if name == "name" else f"{name}={value!r}" for name, value in values.items()]
        return f"<{type(self).__name__} {' '.join(said)}>"

    def close(self) -> None:
        """Closes the right that is left, where there is one."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None) -> None:
        self.close()

    def __reduce_ex__(self, _protocol: SupportsIndex) -> NoReturn:
        raise TypeError(f"cannot copy or pickle {type(self).__name__}: the right that it may own has one owner")


@dataclass(eq=False, repr=False)
class PortDeletedNotification(Notification):
    """A right that was watched left the name space before anything became of it."""

    name: int
    """The name that it had. It claims nothing, and may be another right's by now."""


@dataclass(eq=False, repr=False)
class SendPossibleNotification(Notification):
    """The queue of a send right's port has room again."""

    name: int
    """The send right's. It claims nothing."""


@dataclass(eq=False, repr=False)
class NoSendersNotification(Notification):
    """The last send right to a port is gone."""

    count: int
    """How many send rights had been made from the receive right by then: where that is less than its make_send_count now, the
    notification is out of date."""


@dataclass(eq=False, repr=False)
class SendOnceNotification(Notification):
    """A send-once right died unused."""


@dataclass(eq=False, repr=False)
class PortDestroyedNotification(Notification):
    """A receive right that was to be destroyed is handed over."""

    receive: "ReceiveRight | None"
    """The receive right, owned. None in a forged one, whose right, if any, is among the message's rights; and after take()."""

    def take(self) -> "ReceiveRight | None":
        """Gives the receive right to the caller: closing the notification leaves it."""
        taken, self.receive = self.receive, None
        return taken

    def close(self) -> None:
        taken = self.take()
        if taken is not None:
            taken.close()


@dataclass(eq=False, repr=False)
class DeadNameNotification(Notification):
    """The port of a right that was watched died."""

    name: int
    """The name that the right has. It claims nothing beside `dead`."""
    dead: "DeadName | None"
    """The user reference of the dead name that the kernel made for the notification, owned. None in a forged one, and after
    take()."""

    def take(self) -> "DeadName | None":
        """Gives the dead name to the caller: closing the notification leaves it."""
        taken, self.dead = self.dead, None
        return taken

    def close(self) -> None:
        taken = self.take()
        if taken is not None:
            taken.close()


def typed(raw: ModuleType, said: Any, right: Any) -> Notification:
    """The object for what the layer read, with the right that it handed over."""
    trusted = bool(said.trusted)
    match said.id:
        case raw.MACHPORT_NOTIFY_PORT_DELETED:
            return PortDeletedNotification(trusted, said.name)
        case raw.MACHPORT_NOTIFY_SEND_POSSIBLE:
            return SendPossibleNotification(trusted, said.name)
        case raw.MACHPORT_NOTIFY_PORT_DESTROYED:
            return PortDestroyedNotification(trusted, right)
        case raw.MACHPORT_NOTIFY_NO_SENDERS:
            return NoSendersNotification(trusted, said.count)
        case raw.MACHPORT_NOTIFY_SEND_ONCE:
            return SendOnceNotification(trusted)
        case _:
            return DeadNameNotification(trusted, said.name, right)
