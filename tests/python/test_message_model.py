"""Random messages with owned handles, against a model that counts: what each port's senders are, in handles and in queues.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from collections import deque

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from machport import Carried, MachError, NoSendersNotification, Over, ReceiveRight, Right, SendRight, over, testing

PORTS = 3
MOVES, COPIES, MAKES = "move", "copy", "make"
ITEMS = st.lists(st.tuples(st.sampled_from([MOVES, COPIES, MAKES, None]), st.integers(0, PORTS - 1)), max_size=4)


class Machine(RuleBasedStateMachine):
    """Ports with the send rights to them that are held. A message of the model is the list of ports that its rights lead to."""

    layer = "swig"

    def __init__(self) -> None:
        super().__init__()
        self.mach: Over = over(self.layer)
        self.before = testing.leak_check()
        self.before.__enter__()
        pairs = [self.mach.pair() for _ in range(PORTS)]
        self.receives: list[ReceiveRight] = [receive for receive, _ in pairs]
        self.held: list[list[SendRight]] = [[send] for _, send in pairs]
        self.queues: list[deque[list[int | None]]] = [deque() for _ in range(PORTS)]
        self.limits = [5] * PORTS
        self.watched = [False] * PORTS
        self.port = self.mach.ReceiveRight.new()

    def teardown(self) -> None:
        for receive in (*self.receives, self.port):
            receive.close()
        for send in (send for held in self.held for send in held):
            send.close()
        self.before.__exit__(None, None, None)

    @rule(to=st.integers(0, PORTS - 1), items=ITEMS)
    def send(self, to: int, items: list[tuple[str | None, int]]) -> None:
        if not self.held[to]:
            return
        destination = self.held[to][0]
        rights: list[Right | Carried | None] = []
        moved: list[tuple[int, SendRight]] = []
        leads: list[int | None] = []
        for how, port in items:
            free = [send for send in self.held[port] if send is not destination and (port, send) not in moved]
            if how == MOVES and free:
                rights.append(free[0])
                moved.append((port, free[0]))
            elif how == COPIES and free:
                rights.append(free[-1].as_copy())
            elif how == MAKES:
                rights.append(self.receives[port].as_send())
            else:
                rights.append(None)
                leads.append(None)
                continue
            leads.append(port)
        if len(self.queues[to]) >= self.limits[to]:
            with pytest.raises(MachError, match="MACH_SEND_TIMED_OUT") as caught:
                destination.send(rights=rights, timeout=0)
            for right, given, lead in zip(caught.value.results.rights, rights, leads, strict=True):
                if isinstance(given, Carried) and right is not None:  # made for the message: it is held from now on
                    assert lead is not None
                    self.held[lead].append(right)
                else:
                    assert right is (given if isinstance(given, Right) else None)
            return
        destination.send(rights=rights, timeout=0)
        for port, send in moved:
            assert send.closed
            self.held[port].remove(send)
        self.queues[to].append(leads)

    @rule(at=st.integers(0, PORTS - 1), keep=st.booleans())
    def receive(self, at: int, keep: bool) -> None:
        if not self.queues[at]:
            with pytest.raises(MachError, match="MACH_RCV_TIMED_OUT"):
                self.receives[at].receive(timeout=0)
            return
        with self.receives[at].receive(timeout=0) as message:
            leads = self.queues[at].popleft()
            assert [right is None for right in message.rights] == [port is None for port in leads]
            for port, right in zip(leads, message.rights, strict=True):
                if port is not None:
                    assert isinstance(right, self.mach.SendRight)
                    assert right.name == self.receives[port].name
                    if keep:
                        self.held[port].append(right)
            if keep:
                message.rights.clear()

    @rule(of=st.integers(0, PORTS - 1))
    def close(self, of: int) -> None:
        if self.held[of]:
            self.held[of].pop().close()

    @rule(of=st.integers(0, PORTS - 1))
    def make(self, of: int) -> None:
        self.held[of].append(self.receives[of].make_send())

    @rule(of=st.integers(0, PORTS - 1), limit=st.integers(0, 3))
    def limit(self, of: int, limit: int) -> None:
        self.receives[of].queue_limit = self.limits[of] = limit

    @rule(of=st.integers(0, PORTS - 1))
    def watch(self, of: int) -> None:
        if not self.watched[of] and self.senders(of):
            assert self.receives[of].notify_no_senders(self.port) is None
            self.watched[of] = True

    def senders(self, of: int) -> int:
        """Those that are held, those that messages carry, and those that waiting messages were sent to."""
        return len(self.held[of]) + len(self.queues[of]) + sum(leads.count(of) for queue in self.queues for leads in queue)

    @invariant()
    def every_sender_is_accounted_for(self) -> None:
        for port, receive in enumerate(self.receives):
            assert receive.has_senders == bool(self.senders(port))
            assert receive.message_count == len(self.queues[port])
            if self.held[port]:
                assert self.held[port][0].urefs == len(self.held[port])

    @invariant()
    def the_last_one_is_told_of(self) -> None:
        due = [port for port in range(PORTS) if self.watched[port] and not self.senders(port)]
        for port in due:
            self.watched[port] = False
            with self.port.receive(timeout=0) as message:
                said = message.notification()
                assert isinstance(said, NoSendersNotification)
                assert said.trusted
        assert self.port.message_count == 0


@pytest.mark.parametrize("layer", ["swig", "cffi"])
def test_random_messages(layer: str) -> None:
    quick = settings(max_examples=40, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(type("Machine", (Machine,), {"layer": layer}), settings=quick)
