"""machport.testing: tasks, limits, and a leak check that finds leaks.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import threading

import pytest
from machport import MachError, Over, leaks, testing


def test_a_task_has_a_space_of_its_own(mach: Over) -> None:
    with mach.ReceiveRight.new() as outside:
        with testing.task():
            assert mach.raw.machport_space_names(8)[-1] == 1  # its own port
            with pytest.raises(ValueError, match="belongs to another name space"):
                outside.make_send()
            with mach.ReceiveRight.new() as inside:
                assert inside.urefs == 1
        assert outside.urefs == 1


def test_a_task_ends_with_its_block(mach: Over) -> None:
    with testing.task() as task, mach.ReceiveRight.new():
        pass
    with pytest.raises(MachError, match=": KERN_INVALID_TASK "):
        task.destroy()


def test_a_handle_that_outlives_its_task_counts_a_leak(mach: Over) -> None:
    before = leaks()
    with testing.task():
        receive = mach.ReceiveRight.new()
    receive.close()
    assert leaks() == before + 1


def test_tasks_nest_and_give_each_other_rights(mach: Over) -> None:
    with testing.task() as outer, mach.ReceiveRight.new() as receive:
        with testing.task() as inner:
            with outer.entered():
                name = inner.give(receive, mach.raw.MACHPORT_MAKE_SEND)
            with mach.SendRight.from_raw(name) as send:
                assert send.urefs == 1
        assert receive.urefs == 1


def test_the_rights_of_a_task_die_with_it(mach: Over) -> None:
    server = testing.Task()
    me = testing.Task()
    with server.entered():
        receive = mach.ReceiveRight.new()
        name = me.give(receive, mach.raw.MACHPORT_MAKE_SEND)
        receive.detach()
    with me.entered(), mach.SendRight.from_raw(name) as send:
        server.destroy()
        assert repr(send) == f"<SendRight {name:#x} dead urefs=1>"
    me.destroy()


def test_a_right_is_given_by_its_kind(mach: Over) -> None:
    receive, send = mach.pair()
    with testing.tasks(1) as (other,), receive, send:
        names = [other.give(receive), other.give(send)]
        assert receive.make_send_count == 2  # one by the pair, one given
        assert names[0] == names[1]
        with other.entered(), mach.SendRight.from_raw(names[0]) as first, mach.SendRight.from_raw(names[1]):
            assert first.urefs == 2


def test_tasks_end_with_their_block_where_they_did_not_before(mach: Over) -> None:
    with testing.tasks(3) as tasks:
        assert len({task.number for task in tasks}) == 3
        tasks[1].destroy()
    for task in tasks:
        with pytest.raises(MachError, match=": KERN_INVALID_TASK "):
            task.destroy()


def test_a_thread_acts_as_its_task_and_as_no_other(mach: Over) -> None:
    together = threading.Barrier(3, timeout=10)

    def own_space() -> int:
        with mach.ReceiveRight.new():
            together.wait()  # all three are in their tasks
            count: int = mach.raw.machport_space_names(8)[-1]
            together.wait()
            return count

    with mach.ReceiveRight.new() as receive, testing.tasks(3) as tasks:
        assert [future.result() for future in [task.start(own_space) for task in tasks]] == [2, 2, 2]
        assert receive.urefs == 1


def test_a_thread_s_result_and_its_failure_come_back(mach: Over) -> None:
    def fail(words: str, *, more: str) -> None:
        raise KeyError(words + more)

    with testing.tasks(1) as (task,):
        assert task.start(mach.task_self().__class__.__name__.lower).result() == "taskself"
        with pytest.raises(KeyError, match="as it was"):
            task.start(fail, "as it ", more="was").result()


def test_tasks_on_threads_hand_a_right_around(mach: Over) -> None:
    def use(name: int) -> int:
        with mach.SendRight.from_raw(name) as send:
            return send.urefs

    with mach.ReceiveRight.new() as receive, testing.tasks(2) as tasks:
        futures = [task.start(use, task.give(receive)) for task in tasks]
        assert [future.result() for future in futures] == [1, 1]
        assert not receive.has_senders


def test_a_full_space(mach: Over) -> None:
    with testing.task():
        with testing.limit_names(1), pytest.raises(MachError, match=": KERN_NO_SPACE "):
            mach.ReceiveRight.new()
        mach.ReceiveRight.new().close()


def test_guard_exceptions_are_counted(mach: Over) -> None:
    before = testing.guard_exceptions()
    with mach.ReceiveRight.new() as receive:
        name = receive.name
    with pytest.raises(MachError, match=": E_STALE "):
        mach.SendRight.from_raw(name)
    assert testing.guard_exceptions() == before


def test_the_leak_check_finds_a_name(mach: Over) -> None:
    with pytest.raises(AssertionError, match=r"leaks rights:\n  0x[0-9a-f]+: nothing -> receive 1$"), testing.leak_check():
        name = mach.ReceiveRight.new().detach()
    mach.ReceiveRight.from_raw(name).close()


def test_the_leak_check_finds_a_user_reference(mach: Over) -> None:
    receive, send = mach.pair()
    with receive, send:
        with pytest.raises(AssertionError, match=r": send 1, receive 1 -> send 2, receive 1$"), testing.leak_check():
            name = send.dup().detach()
        mach.SendRight.from_raw(name).close()


def test_the_leak_check_lets_the_failure_of_the_block_through(mach: Over) -> None:
    def leak_and_fail() -> None:
        raise KeyError(mach.ReceiveRight.new().detach())

    with pytest.raises(KeyError) as failed, testing.leak_check():
        leak_and_fail()
    mach.ReceiveRight.from_raw(failed.value.args[0]).close()


def test_a_reset_is_a_new_process(mach: Over) -> None:
    receive = mach.ReceiveRight.new()
    before = leaks()
    testing.reset()
    receive.close()
    assert leaks() == before + 1


def test_elsewhere_than_on_the_embedded_mach_it_says_so(mach: Over, monkeypatch: pytest.MonkeyPatch) -> None:
    from machport._layer import load

    monkeypatch.setattr(load(), "machport_mach_name", lambda: "darwin")
    with pytest.raises(RuntimeError, match="on the embedded Mach only; this process runs on 'darwin'"), testing.task():
        pass
