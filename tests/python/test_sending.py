"""A right goes in a message by moving, or is made for it; where the message does not leave, each right is its owner's again.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import copy
import os
import pickle
import signal
import threading
from collections.abc import Callable

import pytest
from machport import (
    Carried,
    MachError,
    Over,
    PortSet,
    ReceiveRight,
    Right,
    SendOnceNotification,
    SendOnceRight,
    SendRight,
    Unsent,
    testing,
)


def refused(status: str) -> "pytest.RaisesExc[MachError]":
    return pytest.raises(MachError, match=rf": {status} \(")


def test_a_copy_and_what_is_made_leave_the_handle_as_it_is(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send, mach.ReceiveRight.new() as other, other.make_send() as to_other:
        send.send(rights=[to_other.as_copy(), other.as_send(), other.as_send_once()])
        assert (to_other.urefs, other.make_send_count, other.send_once_rights) == (1, 2, 1)
        with receive.receive() as message:
            assert [type(right) for right in message.rights] == [mach.SendRight, mach.SendRight, mach.SendOnceRight]
            assert to_other.urefs == 3


def test_the_task_port_is_copied(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        send.send(rights=[mach.task_self().as_copy()])
        with receive.receive() as message:
            assert message.rights[0] is not None
            assert message.rights[0].name == mach.task_self().name


def test_what_is_carried_may_go_in_many_messages(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        carried = send.as_copy()
        for _ in range(3):
            send.send(rights=[carried, carried])
        for _ in range(3):
            receive.receive().close()
        assert repr(carried) == f"<Carried copy send of {send!r}>"


def test_rights_are_forwarded_as_they_came(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send, mach.ReceiveRight.new() as other:
        send.send(rights=[other.as_send(), None, other.as_send_once()])
        with receive.receive() as message:
            send.send(rights=message.rights)
        with receive.receive() as message:
            assert [type(right) for right in message.rights] == [mach.SendRight, type(None), mach.SendOnceRight]


REPLIES: dict[str, tuple[Callable[[ReceiveRight, SendRight], Right | Carried], type[Right]]] = {
    "a copy": (lambda _, send: send.as_copy(), SendRight),
    "a send right": (lambda _, send: send.dup(), SendRight),
    "one that is made": (lambda receive, _: receive.as_send(), SendRight),
    "a send-once right": (lambda receive, _: receive.make_send_once(), SendOnceRight),
    "a send-once right that is made": (lambda receive, _: receive.as_send_once(), SendOnceRight),
}


@pytest.mark.parametrize("which", REPLIES)
def test_a_message_has_a_right_to_reply_to(mach: Over, which: str) -> None:
    make, kind = REPLIES[which]
    receive, send = mach.pair()
    with receive, send:
        send.send(id=1, reply=make(receive, send))
        with receive.receive() as message:
            assert isinstance(message.reply_to, kind)
            message.reply(b"done", id=2)
        with receive.receive() as answer:
            assert (answer.id, answer.data, answer.by_send_once) == (2, b"done", kind is SendOnceRight)


def test_a_reply_by_send_once_is_given_once(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        send.send(reply=receive.as_send_once())
        with receive.receive() as message:
            message.reply()
            with pytest.raises(ValueError, match="no right to reply to"):
                message.reply()
        receive.receive().close()


def test_a_reply_carries_rights(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        send.send(reply=receive.as_send_once())
        with receive.receive() as message:
            message.reply(rights=[send.dup(), receive.as_send()])
        with receive.receive() as answer:
            assert len(answer.rights) == 2


def test_a_send_once_right_goes_with_its_message(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive, mach.ReceiveRight.new() as other:
        once, moved = receive.make_send_once(), other.make_send()
        once.send(b"once", id=5, rights=[moved, other.as_send()])
        assert (once.closed, moved.closed) == (True, True)
        with receive.receive() as message:
            assert (message.id, message.data, message.by_send_once, len(message.rights)) == (5, b"once", True, 2)


def test_a_send_once_right_that_was_not_used_stays(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive, receive.make_send_once() as once, receive.make_send() as send:
        with refused("KERN_INVALID_ARGUMENT"):
            once.send(b"odd", rights=[send, receive.as_send()])
        assert [right.urefs for right in (once, send)] == [1, 1]
        once.send()
        receive.receive().close()


def test_a_send_once_right_to_a_dead_port_is_refused_and_closed_by_its_owner(mach: Over) -> None:
    receive = mach.ReceiveRight.new()
    with receive.make_send_once() as once:
        receive.close()
        with refused("E_DEAD"):
            once.send()
        assert not once.closed


def full(mach: Over) -> tuple[ReceiveRight, SendRight]:
    """A port that no message finds room in."""
    receive, send = mach.pair()
    receive.queue_limit = 0
    return receive, send


def test_what_came_back_is_in_the_error(mach: Over) -> None:
    receive, send = full(mach)
    other = mach.ReceiveRight.new()
    moved, once = other.make_send(), other.make_send_once()
    with receive, send, other, moved, once:
        with refused("MACH_SEND_TIMED_OUT") as caught:
            send.send(
                rights=[moved, once, moved.as_copy(), other.as_send(), other.as_send_once(), None, other],
                reply=other.as_send_once(),
                timeout=0,
            )
        unsent = caught.value.results
        assert isinstance(unsent, Unsent)
        assert unsent.rights[0] is moved
        assert unsent.rights[1] is once
        assert unsent.rights[2] is None
        assert unsent.rights[5] is None
        assert unsent.rights[6] is other
        made = unsent.rights[3], unsent.rights[4], unsent.reply
        assert [type(right) for right in made] == [mach.SendRight, mach.SendOnceRight, mach.SendOnceRight]
        assert moved.urefs == 2
        assert other.send_once_rights == 3
        for right in made:
            assert right is not None
            right.close()


def test_an_error_that_is_dropped_closes_what_came_back(mach: Over) -> None:
    receive, send = full(mach)
    with receive, send, mach.ReceiveRight.new() as other:
        with refused("MACH_SEND_TIMED_OUT"):
            send.send(rights=[other.as_send(), other.as_send_once()], reply=other.as_send(), timeout=0)
        assert not other.has_senders


def test_a_later_error_takes_what_came_back_with_it(mach: Over) -> None:
    receive, send = full(mach)

    def fail(other: ReceiveRight) -> None:
        try:
            send.send(rights=[other.as_send()], timeout=0)
        except MachError:
            raise RuntimeError("a later one") from None

    with receive, send, mach.ReceiveRight.new() as other:
        with pytest.raises(RuntimeError, match="a later one"):
            fail(other)
        assert not other.has_senders


def test_what_came_back_may_be_kept_and_sent_again(mach: Over) -> None:
    receive, send = full(mach)
    with receive, send, mach.ReceiveRight.new() as other:
        with refused("MACH_SEND_TIMED_OUT") as caught:
            send.send(rights=[other.as_send()], timeout=0)
        receive.queue_limit = 1
        send.send(rights=caught.value.results.rights)
        with receive.receive() as message:
            assert len(message.rights) == 1
        assert other.make_send_count == 1


def test_a_moved_receive_right_comes_back_as_its_own_handle(mach: Over) -> None:
    receive, send = full(mach)
    with receive, send, mach.ReceiveRight.new() as moved:
        with refused("MACH_SEND_TIMED_OUT"):
            send.send(rights=[moved], timeout=0)
        moved.make_send().close()
        assert moved.make_send_count == 1


def test_a_right_that_a_dead_destination_refuses_stays(mach: Over) -> None:
    receive, send = mach.pair()
    with send, mach.ReceiveRight.new() as other, other.make_send() as moved:
        receive.close()
        with refused("E_DEAD") as caught:
            send.send(rights=[moved, other.as_send()], reply=other.as_send_once())
        assert caught.value.results == (None, [moved, None])
        assert moved.urefs == 1


def test_one_right_does_not_move_twice(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send, send.dup() as twice:
        with pytest.raises(ValueError, match=r"moves twice.*as_copy"):
            send.send(rights=[twice, twice])
        with pytest.raises(ValueError, match="moves twice"):
            send.send(rights=[twice], reply=twice)
        with pytest.raises(ValueError, match=r"destination.*as_copy"):
            send.send(rights=[send])
        once = receive.make_send_once()
        with pytest.raises(ValueError, match="moves twice"):
            once.send(rights=[once])
        once.close()
        assert (send.urefs, twice.urefs) == (2, 2)
        receive.receive().close()


def test_what_cannot_be_sent_is_refused_before_anything_moves(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send, mach.PortSet.new() as ports, send.dup() as moved:
        for wrong in (ports, 7, "right", mach.task_self()):
            with pytest.raises(TypeError, match="cannot be sent"):
                send.send(rights=[moved, wrong])  # type: ignore[list-item]
        with pytest.raises(TypeError, match=r"reply=receive\.as_send_once"):
            send.send(rights=[moved], reply=receive)
        with pytest.raises(TypeError, match="must be a bytes-like object"):
            send.send("text", rights=[moved])  # type: ignore[arg-type]
        with pytest.raises(OverflowError):
            send.send(rights=[moved], id=1 << 31)
        with pytest.raises(ValueError, match="timeout must be seconds"):
            send.send(rights=[moved], timeout=-1)
        assert not moved.closed


def test_a_guarded_receive_right_is_not_sent(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send, mach.ReceiveRight.new(guard=7) as guarded:
        with refused("KERN_INVALID_ARGUMENT"):
            send.send(rights=[guarded])
        assert not guarded.closed


def test_a_handle_on_its_way_is_nobodys(mach: Over) -> None:
    receive, send = full(mach)
    with receive, send, send.dup() as moved:
        waiting = threading.Thread(target=lambda: send.send(rights=[moved], timeout=30))
        waiting.start()
        while not moved.closed:
            pass
        with pytest.raises(ValueError, match="is closed"):
            moved.dup()
        receive.queue_limit = 1
        waiting.join()
        receive.receive().close()


def test_a_signal_does_not_double_what_is_made(mach: Over) -> None:
    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    receive, send = full(mach)
    try:
        with receive, send, mach.ReceiveRight.new() as other:
            timers = [threading.Timer(0.02 * n, os.kill, (os.getpid(), signal.SIGUSR1)) for n in (1, 2)]
            for timer in timers:
                timer.start()
            with refused("MACH_SEND_TIMED_OUT") as caught:
                send.send(rights=[other.as_send(), other.as_send_once()], timeout=0.1)
            for timer in timers:
                timer.join()
            assert (other.make_send_count, other.send_once_rights) == (1, 1)
            for right in caught.value.results.rights:
                right.close()
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_ctrl_c_gives_the_rights_back(mach: Over) -> None:
    receive, send = full(mach)
    with receive, send, mach.ReceiveRight.new() as other, other.make_send() as moved:
        timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            send.send(rights=[moved, other.as_send_once()], timeout=30)
        timer.join()
        assert moved.urefs == 1
        with other.receive(timeout=0) as message:  # what was made for the message ended unused
            assert isinstance(message.notification(), SendOnceNotification)
        assert other.send_once_rights == 0


def test_no_room_for_a_right_gives_the_message_without_it(mach: Over) -> None:
    with testing.task():
        receive, send = mach.pair()
        other = mach.ReceiveRight.new()
        with receive, send:
            send.send(b"four", rights=[other.make_send_once(), other.make_send_once(), other.as_send()])
            held = len(mach.raw.machport_space_names(256)[0])
            with testing.limit_names(held + 1), refused("MACH_RCV_BODY_ERROR") as caught:
                receive.receive(timeout=0)
            with caught.value.results as message:
                assert message.data == b"four"
                assert [right is None for right in message.rights] == [False, True, False]
            other.close()


def test_messages_are_neither_copied_nor_pickled(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        send.send(rights=[send.as_copy()])
        with receive.receive() as message:
            for clone in (copy.copy, copy.deepcopy, pickle.dumps):
                with pytest.raises(TypeError, match="cannot copy or pickle Message"):
                    clone(message)


def test_a_message_tells_what_it_is(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        send.send(b"four", id=9, rights=[None, send.as_copy()], reply=receive.as_send_once())
        with receive.receive() as message:
            assert repr(message) == "<Message id=9 4 bytes rights=[None, SendRight] reply_to=SendOnceRight>"


def test_a_set_is_closed_with_its_members_messages(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send, mach.PortSet.new() as ports:
        assert isinstance(ports, PortSet)
        ports.add(receive)
        send.send(rights=[send.as_copy()])
        with ports.receive(timeout=0) as message:
            assert message.came_by == receive.name
