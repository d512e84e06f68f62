"""One owned handle is one unit of one right.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import copy
import gc
import pickle
import warnings

import pytest
from machport import DeadName, MachError, Over, ReceiveRight, Right, SendOnceRight, SendRight, testing


def refused(status: str) -> "pytest.RaisesExc[MachError]":
    return pytest.raises(MachError, match=rf": {status} \(")


def held(mach: Over, right: Right) -> dict[str, int]:
    """The user references under a right's name."""
    kinds = {
        "send": mach.raw.MACHPORT_KIND_SEND,
        "receive": mach.raw.MACHPORT_KIND_RECEIVE,
        "dead": mach.raw.MACHPORT_KIND_DEAD_NAME,
    }
    counts = {word: mach.raw.machport_urefs(right.name, kind) for word, kind in kinds.items()}
    return {word: count for word, count in counts.items() if count}


def dead_send(mach: Over) -> SendRight:
    receive, send = mach.pair()
    receive.close()
    return send


def test_a_pair_is_one_name_with_two_rights(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        assert receive.name == send.name
        assert (receive.kind, send.kind) == (mach.raw.MACHPORT_KIND_RECEIVE, mach.raw.MACHPORT_KIND_SEND)
        assert held(mach, send) == {"send": 1, "receive": 1}


def test_rights_may_be_closed_in_any_order(mach: Over) -> None:
    receive, send = mach.pair()
    receive.close()
    assert held(mach, send) == {"dead": 1}
    send.close()
    receive, send = mach.pair()
    send.close()
    receive.close()


def test_a_pair_closes_in_one_step(mach: Over) -> None:
    receive, send = mach.pair(guard=7)
    receive.close_with(send)
    assert receive.closed
    assert send.closed


def test_a_pair_that_is_none_stays_open(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive, mach.ReceiveRight.new() as other, other.make_send() as send:
        with refused("KERN_INVALID_ARGUMENT"):
            receive.close_with(send)
        assert not receive.closed
        assert not send.closed


def test_close_releases_once(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send.dup() as copy_:
        send.close()
        send.close()
        assert send.closed
        assert held(mach, copy_) == {"send": 1, "receive": 1}


def test_the_end_of_a_with_block_closes(mach: Over) -> None:
    with pytest.raises(KeyError), mach.ReceiveRight.new() as receive:
        raise KeyError
    assert receive.closed


def test_a_closed_handle_refuses_every_use(mach: Over) -> None:
    receive, send = mach.pair()
    receive.close_with(send)
    uses = [send.dup, send.dup_any, send.detach, send.__mach_port__, send.__mach_port_export__, send.__enter__]
    uses += [receive.make_send, receive.make_send_once, lambda: send.name, lambda: send.urefs, lambda: receive.close_with(send)]
    for use in uses:
        with pytest.raises(ValueError, match="Right is closed"):
            use()
    assert repr(send) == "<SendRight closed>"


def test_detach_gives_the_raw_name_and_its_ownership(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        send = receive.make_send()
        name = send.detach()
        assert send.closed
        assert held(mach, receive) == {"send": 1, "receive": 1}
        with mach.SendRight.from_raw(name) as again:
            assert again.name == name
            assert again.urefs == 1


def test_from_raw_looks_at_the_name_first(mach: Over) -> None:
    null, dead = mach.raw.MACHPORT_NULL, mach.raw.MACHPORT_DEAD
    with mach.ReceiveRight.new() as receive, dead_send(mach) as dead_right:
        stale = mach.ReceiveRight.new()
        stale_name = stale.name
        stale.close()
        for name, status in [
            (null, "E_NULL"),
            (dead, "E_DEAD"),
            (stale_name, "E_STALE"),
            (receive.name, "E_WRONG_KIND"),
            (dead_right.name, "E_DEAD"),
        ]:
            with refused(status):
                mach.SendRight.from_raw(name)
        assert held(mach, receive) == {"receive": 1}


def test_from_raw_unverified_takes_the_word_for_it(mach: Over) -> None:
    name = dead_send(mach).detach()
    with mach.SendRight.from_raw(name, verify=False) as send:
        assert held(mach, send) == {"dead": 1}
    with refused("E_NULL"):
        mach.SendRight.from_raw(mach.raw.MACHPORT_NULL, verify=False)


def test_dup_is_one_more_user_reference_with_an_owner_of_its_own(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        with send.dup() as copy_:
            assert copy_.name == send.name
            assert type(copy_) is type(send)
            assert send.urefs == copy_.urefs == 2
        assert send.urefs == 1


def test_a_right_that_died_is_closed_like_a_live_one(mach: Over) -> None:
    with dead_send(mach) as send:
        assert repr(send) == f"<SendRight {send.name:#x} dead urefs=1>"
        with refused("E_DEAD"):
            send.dup()
        with send.dup_any() as dead_name, dead_name.dup() as another:
            assert isinstance(dead_name, DeadName)
            assert (type(another), another.kind) == (type(dead_name), mach.raw.MACHPORT_KIND_DEAD_NAME)
            assert send.urefs == dead_name.urefs == 3


def test_dup_any_of_a_live_right_is_a_send_right(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send, send.dup_any() as copy_:
        assert isinstance(copy_, SendRight)
        assert copy_.urefs == 2


def test_a_send_once_right_has_a_name_of_its_own(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive, receive.make_send_once() as send_once:
        assert isinstance(send_once, SendOnceRight)
        assert send_once.name != receive.name
        assert repr(send_once) == f"<SendOnceRight {send_once.name:#x} urefs=1>"


def test_a_handle_keeps_its_guard(mach: Over) -> None:
    receive = mach.ReceiveRight.new(guard=42, strict=True, immovable=True)
    with refused("KERN_INVALID_ARGUMENT"):
        mach.raw.machport_receive_right_release(receive.name, 41)
    receive.close()


def test_a_guard_of_0_is_a_guard_and_no_guard_has_no_flags(mach: Over) -> None:
    with mach.ReceiveRight.new(guard=0) as receive, refused("KERN_INVALID_ARGUMENT"):
        mach.raw.machport_receive_right_release(receive.name, 1)
    with refused("KERN_INVALID_ARGUMENT"):
        mach.ReceiveRight.new(strict=True)
    with refused("KERN_INVALID_ARGUMENT"):
        mach.pair(immovable=True)


def test_a_wrong_guard_leaves_the_handle_open(mach: Over) -> None:
    name = mach.ReceiveRight.new(guard=42).detach()
    receive = mach.ReceiveRight.from_raw(name, guard=41)
    with refused("KERN_INVALID_ARGUMENT"):
        receive.close()
    assert not receive.closed
    mach.ReceiveRight.from_raw(receive.detach(), guard=42).close()


def test_a_guard_that_is_no_number_is_refused_before_the_right_is_taken(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        for guard in (-1, 1 << 64):
            with pytest.raises(OverflowError, match=f"guard must be 0 to 18446744073709551615, not {guard}"):
                mach.ReceiveRight.from_raw(receive.name, guard=guard)
        with pytest.raises(TypeError):
            mach.ReceiveRight.from_raw(receive.name, guard="42")  # type: ignore[arg-type]


def test_a_release_that_finds_nothing_is_told_once(mach: Over) -> None:
    send = mach.ReceiveRight.new()
    mach.raw.machport_receive_right_release(send.name, 0)
    assert repr(send) == f"<ReceiveRight {send.name:#x} E_STALE>"
    with refused("E_STALE"):
        send.close()
    assert send.closed


def test_handles_are_compared_by_identity(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send, send.dup() as copy_:
        assert copy_ != send
        assert len({send, copy_, send}) == 2


def test_a_handle_has_one_owner(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
            with pytest.raises(TypeError, match="cannot copy or pickle ReceiveRight: a right has one owner"):
                attempt(receive)


def test_a_handle_is_not_made_by_calling_its_type(mach: Over) -> None:
    with pytest.raises(TypeError, match="SendRight is not made by calling it: use from_raw"):
        mach.SendRight(0x103)


class Lender:
    """Another library's object, which lends a right."""

    def __init__(self, name: int, kind: int) -> None:
        self.lent = (name, kind)

    def __mach_port__(self) -> tuple[int, int]:
        return self.lent


def test_a_borrow_is_a_name_and_its_kind(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        assert send.__mach_port__() == (send.name, mach.raw.MACHPORT_KIND_SEND)
        for lender in (send, Lender(*send.__mach_port__())):
            with mach.SendRight.from_borrowed(lender) as copy_:
                assert copy_.urefs == 2
        assert send.urefs == 1


def test_a_borrow_of_another_kind_is_refused(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        with pytest.raises(TypeError, match="ReceiveRight lends a right of kind 1, not 0"):
            mach.SendRight.from_borrowed(receive)
        with pytest.raises(TypeError, match="expected an object with __mach_port__"):
            mach.SendRight.from_borrowed(receive.name)


def test_a_handle_that_is_dropped_open_warns_and_releases(mach: Over) -> None:
    with testing.leak_check():
        receive = mach.ReceiveRight.new()
        with pytest.warns(ResourceWarning, match=rf"unclosed <ReceiveRight {receive.name:#x} urefs=1>"):
            del receive


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_handle_that_is_dropped_open_releases_even_where_warnings_are_errors(mach: Over) -> None:
    with testing.leak_check(), warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        receive = mach.ReceiveRight.new()
        del receive
        gc.collect()


def test_closed_handles_end_in_silence(mach: Over) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        receive = mach.ReceiveRight.new()
        receive.close()
        del receive
        gc.collect()


def test_types_over_a_layer_are_the_types(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive, receive.make_send() as send:
        assert isinstance(receive, ReceiveRight)
        assert isinstance(send, mach.SendRight)
        assert send.layer == mach.layer
