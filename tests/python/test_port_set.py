"""A port set is a container of names that claim nothing: its members stay their owners'.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import pytest
from machport import MachError, Over, testing


class Lender:
    """Another library's object, which lends a receive right."""

    def __init__(self, name: int, kind: int) -> None:
        self.lent = (name, kind)

    def __mach_port__(self) -> tuple[int, int]:
        return self.lent


def test_a_new_set_is_empty(mach: Over) -> None:
    with mach.PortSet.new() as ports:
        assert (len(ports), list(ports)) == (0, [])
        assert repr(ports) == f"<PortSet {ports.name:#x} members=0>"


def test_a_member_is_found_by_its_handle_and_by_its_name(mach: Over) -> None:
    with mach.PortSet.new() as ports, mach.ReceiveRight.new() as receive, mach.ReceiveRight.new() as other:
        ports.add(receive)
        assert receive in ports
        assert receive.name in ports
        assert Lender(*receive.__mach_port__()) in ports
        assert other not in ports
        assert mach.raw.MACHPORT_NULL not in ports
        assert list(ports) == [receive.name]
        assert repr(ports) == f"<PortSet {ports.name:#x} members=1>"


def test_a_set_does_not_own_its_members(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive, receive.make_send() as send:
        with mach.PortSet.new() as ports:
            ports.add(receive)
            assert receive.urefs == 1
        assert receive.urefs == 1
        assert send.urefs == 1


def test_a_member_that_is_closed_leaves_the_set(mach: Over) -> None:
    with mach.PortSet.new() as ports, mach.ReceiveRight.new() as staying:
        with mach.ReceiveRight.new() as receive:
            ports.add(receive)
            ports.add(staying)
            assert sorted(ports) == sorted([receive.name, staying.name])
        assert list(ports) == [staying.name]


def test_adding_and_discarding_twice_is_as_once(mach: Over) -> None:
    with mach.PortSet.new() as ports, mach.ReceiveRight.new() as receive:
        ports.add(receive)
        ports.add(receive)
        assert len(ports) == 1
        ports.discard(receive)
        ports.discard(receive)
        assert len(ports) == 0


def test_removing_what_is_no_member_is_an_error(mach: Over) -> None:
    with mach.PortSet.new() as ports, mach.ReceiveRight.new() as receive:
        ports.add(receive)
        ports.remove(receive)
        with pytest.raises(MachError, match=": KERN_NOT_IN_SET "):
            ports.remove(receive)


def test_a_receive_right_may_be_in_several_sets(mach: Over) -> None:
    with mach.PortSet.new() as ports, mach.PortSet.new() as others, mach.ReceiveRight.new() as receive:
        ports.add(receive)
        others.add(receive)
        ports.remove(receive)
        assert receive not in ports
        assert receive in others


def test_only_a_receive_right_can_be_a_member(mach: Over) -> None:
    receive, send = mach.pair()
    with mach.PortSet.new() as ports, receive, send:
        for use in (ports.add, ports.remove, ports.discard, ports.__contains__):
            with pytest.raises(TypeError, match="SendRight lends a right of kind 0, not 1"):
                use(send)
        with pytest.raises(TypeError, match="expected an object with __mach_port__"):
            ports.add(receive.name)
        with pytest.raises(MachError, match=": E_WRONG_KIND "):
            ports.add(Lender(ports.name, mach.raw.MACHPORT_KIND_RECEIVE))
        assert len(ports) == 0


def test_more_members_than_one_call_has_room_for(mach: Over) -> None:
    with testing.task(), mach.PortSet.new() as ports:
        members = [mach.ReceiveRight.new() for _ in range(300)]
        for member in members:
            ports.add(member)
        assert sorted(ports) == sorted(member.name for member in members)
        for member in members:
            member.close()


def test_a_closed_set_refuses_every_use(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        ports = mach.PortSet.new()
        ports.close()
        for use in (
            lambda: ports.add(receive),
            lambda: receive in ports,
            lambda: 5 in ports,
            lambda: len(ports),
            lambda: list(ports),
        ):
            with pytest.raises(ValueError, match="PortSet is closed"):
                use()
