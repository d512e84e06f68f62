"""The port set as an owned type, and as a container of receive rights' names.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections.abc import Callable, Iterator
from functools import partial
from operator import index
from typing import ClassVar, Self, SupportsIndex

from machport._messages import Messages
from machport._receiver import Receiver
from machport._space import all_of
from machport.error import MachError


class PortSet(Receiver):
    """A port set: what its members receive can be received from it; Message.came_by tells by which it came. It holds their
    names and owns none of them. A member that is closed leaves it; closing the set leaves its members, in no set."""

    __slots__ = ()
    _kind_constant: ClassVar[str] = "MACHPORT_KIND_PORT_SET"

    @classmethod
    def new(cls) -> Self:
        """An empty set."""
        right = cls._unfilled()
        right._name = right._raw.machport_port_set_new()
        return right

    def add(self, receive: object) -> None:
        """Puts a receive right in, whose owner goes on owning it: a ReceiveRight, or anything that lends one by
        `__mach_port__()`. Nothing happens where it is in the set already."""
        self._change(self._raw.machport_port_set_insert, receive, self._raw.MACHPORT_KERN_ALREADY_IN_SET)

    def remove(self, receive: object) -> None:
        """Takes a receive right out. MachError KERN_NOT_IN_SET where it is not in the set: see discard()."""
        self._change(self._raw.machport_port_set_extract, receive)

    def discard(self, receive: object) -> None:
        """Takes a receive right out, where it is in the set."""
        self._change(self._raw.machport_port_set_extract, receive, self._raw.MACHPORT_KERN_NOT_IN_SET)

    def messages(self) -> Messages:
        """The messages of all members as they come, for `for` and `async for`: see Messages. Message.came_by tells which each
        came by."""
        return Messages(self)

    def __contains__(self, receive: object) -> bool:
        """Whether a receive right is a member, given by its name or as for add()."""
        if isinstance(receive, SupportsIndex):
            return index(receive) in self._members()
        return self._with_lent(receive, self._raw.MACHPORT_KIND_RECEIVE, lambda name: name in self._members())

    def __iter__(self) -> Iterator[int]:
        """The names of the members at this moment, in no order. They claim nothing, and are not to be released."""
        return iter(self._members())

    def __len__(self) -> int:
        return len(self._members())

    def _change(self, function: Callable[[int, int], None], receive: object, as_wanted: int = 0) -> None:
        """Calls a function with the set and a member. One status says that the set was so before."""
        try:
            self._with_lent(receive, self._raw.MACHPORT_KIND_RECEIVE, lambda name: function(self._held(), name))
        except MachError as error:
            if error.status != as_wanted:
                raise

    def _members(self) -> list[int]:
        return self._call(self._members_of)

    def _members_of(self, name: int) -> list[int]:
        members: list[int] = all_of(self._raw, partial(self._raw.machport_port_set_members, name))
        return members

    def _state(self, name: int) -> str:
        return f"members={len(self._members_of(name))}"
