"""The ports that a task has without making them: its own is borrowed, the others are owned.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import copy
import pickle

import pytest
from machport import MachError, Over, SendRight, host_self, over, special_port, task_self, testing, thread_self


def test_the_task_s_own_port_is_borrowed(mach: Over) -> None:
    task = mach.task_self()
    assert task.__mach_port__() == (mach.raw.machport_task_self(), mach.raw.MACHPORT_KIND_SEND)
    assert repr(task) == f"<TaskSelf {task.name:#x} urefs={task.urefs}>"
    before = task.urefs
    with mach.SendRight.from_borrowed(task) as send:
        assert send.name == task.name
        assert task.urefs == before + 1


def test_the_task_s_own_port_cannot_be_closed_nor_given_away(mach: Over) -> None:
    task = mach.task_self()
    assert not hasattr(task, "close")
    for give_away in (mach.take, mach.SendRight.from_export):
        with pytest.raises(TypeError, match=r"not TaskSelf; to borrow, SendRight\.from_borrowed$"):
            give_away(task)


def test_each_task_has_its_own_port(mach: Over) -> None:
    task = mach.task_self()
    with testing.task():
        assert mach.task_self().urefs == 1
        with pytest.raises(ValueError, match="TaskSelf 0x[0-9a-f]+ belongs to another name space"):
            mach.SendRight.from_borrowed(task)
        assert repr(task).endswith(" of another name space>")


def test_the_task_s_own_port_is_neither_copied_nor_made(mach: Over) -> None:
    for attempt in (copy.copy, pickle.dumps):
        with pytest.raises(TypeError, match=r"cannot copy or pickle TaskSelf: .*task_self\(\)"):
            attempt(mach.task_self())
    with pytest.raises(TypeError, match=r"TaskSelf is not made by calling it: use task_self\(\)"):
        type(mach.task_self())(0x103)


def test_the_host_and_the_thread_are_owned(mach: Over) -> None:
    with mach.host_self() as host, mach.thread_self() as thread, mach.host_self() as again:
        assert isinstance(host, mach.SendRight)
        assert isinstance(thread, mach.SendRight)
        assert host.name == again.name != thread.name
        assert host.urefs == again.urefs


def test_special_ports_are_owned(mach: Over) -> None:
    with testing.task(), mach.host_self() as host:
        before = (mach.task_self().urefs, host.urefs)
        task = mach.special_port(mach.raw.MACHPORT_SPECIAL_TASK)
        same_host = mach.special_port(mach.raw.MACHPORT_SPECIAL_HOST)
        name_port = mach.special_port(mach.raw.MACHPORT_SPECIAL_NAME)
        assert task is not None
        assert same_host is not None
        assert name_port is not None
        with task, same_host, name_port:
            assert (task.name, same_host.name) == (mach.task_self().name, host.name)
            assert (task.urefs, host.urefs) == (before[0] + 1, before[1] + 1)
        assert (mach.task_self().urefs, host.urefs) == before


def test_every_task_has_a_bootstrap_port(mach: Over) -> None:
    with testing.task():
        port = mach.special_port(mach.raw.MACHPORT_SPECIAL_BOOTSTRAP)
        assert port is not None
        with port:
            assert port.urefs == 2  # the other one is the task's from its beginning


@pytest.mark.parametrize("value", ["MACHPORT_NULL", "MACHPORT_DEAD"])
def test_a_special_port_that_is_not_there_or_died_is_none(mach: Over, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setattr(mach.raw, "machport_special_port", lambda _which: getattr(mach.raw, value))
    assert mach.special_port(mach.raw.MACHPORT_SPECIAL_BOOTSTRAP) is None


def test_a_special_port_that_mach_does_not_know_is_refused(mach: Over) -> None:
    with pytest.raises(MachError, match=": KERN_INVALID_ARGUMENT "):
        mach.special_port(0)


def test_the_chosen_layer_is_used_at_the_top() -> None:
    with host_self() as host, thread_self() as thread, SendRight.from_borrowed(task_self()) as task:
        assert {type(right) for right in (host, thread, task)} == {SendRight}
    special = special_port(over("swig").raw.MACHPORT_SPECIAL_HOST)
    assert type(special) is SendRight
    special.close()
