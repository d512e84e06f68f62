"""Random sequences of calls by three tasks: each layer answers as the model of their name spaces says, and nothing is left at
the end.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import importlib
from typing import Any, ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from machport import MachError

from . import space
from .machine import PORT_SET, RECEIVE, Machine
from .space import DEAD, KINDS, NULL, Space

NEVER_GIVEN = 0x7FFB03
# A name is chosen by where it comes from and a number: most hold a right, some held one once, some are no names.
Choice = tuple[str, int]
NAME = st.tuples(st.sampled_from(["held", "held", "held", "given", "value"]), st.integers(0, 15))
RECEIVE_NAME = st.tuples(st.sampled_from(["receive", "receive", "receive", "held", "given", "value"]), st.integers(0, 15))
SET_NAME = st.tuples(st.sampled_from(["set", "set", "set", "held", "given", "value"]), st.integers(0, 15))
GUARDS = st.sampled_from([0, 1, 2**64 - 1])
TASKS = st.integers(0, 2)
KIND = st.one_of(st.sampled_from(KINDS), st.sampled_from([5, space.ANY]))


class Task:
    """A task, the model of its space, and every name that it was ever given."""

    def __init__(self, raw: Any, embedded: Any, machine: Machine) -> None:
        self.number: int = embedded.mach_embedded_task_create()
        self.model = Space(machine)
        self._release_the_bootstrap_port(raw, embedded)
        self.given: list[int] = []

    def _release_the_bootstrap_port(self, raw: Any, embedded: Any) -> None:
        """The one right that a task begins with and that is not listed: the model begins with nothing."""
        previous = embedded.mach_embedded_task_enter(self.number)
        name = raw.machport_special_port(space.SPECIAL_BOOTSTRAP)
        for _ in range(2):
            raw.machport_send_right_release(name)
        embedded.mach_embedded_task_enter(previous)


class Calls(RuleBasedStateMachine):
    """Calls any function with any name, as one of three tasks."""

    layer: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.raw: Any = importlib.import_module(f"machport.raw.{self.layer}")
        self.embedded: Any = importlib.import_module(f"machport.raw.embedded_{self.layer}")
        self.machine = Machine()
        self.tasks = [Task(self.raw, self.embedded, self.machine) for _ in range(3)]
        self.here = self.tasks[0]
        self.previous_task = self.embedded.mach_embedded_task_enter(self.here.number)
        self.before = self.held()
        self.looks = False
        self.agreed = True

    @property
    def model(self) -> Space:
        return self.here.model

    def held(self) -> dict[int, int]:
        """Every name of the space and its types. It looks at no right."""
        names, types, _ = self.raw.machport_space_names(4096)
        return dict(zip(names, types, strict=True))

    def call(self, function: str, *arguments: int) -> tuple[str, Any]:
        try:
            return "KERN_SUCCESS", getattr(self.raw, f"machport_{function}")(*arguments)
        except MachError as error:
            return error.name, error.results

    def name(self, choice: Choice) -> int:
        where, number = choice
        names = {
            "held": list(self.model.entries),
            "receive": [name for name in self.model.entries if self.model.holds(name, RECEIVE)],
            "set": [name for name in self.model.entries if self.model.holds(name, PORT_SET)],
            "given": self.here.given,
            "value": [NULL, DEAD, NEVER_GIVEN],
        }[where]
        return names[number % len(names)] if names else NULL

    def same(self, library: object, model: object) -> None:
        self.agreed = library == model
        assert library == model

    def agree(self, function: str, *arguments: int) -> Any:
        """Calls the library and the model, and compares status and results."""
        answer = self.call(function, *arguments)
        self.same(answer, getattr(self.model, function)(*arguments))
        return answer[1]

    def agree_new(self, function: str, *arguments: int) -> None:
        """The same for a call that makes a name."""
        status, results = self.call(function, *arguments)
        given = results if status == "KERN_SUCCESS" else None
        self.same((status, results), getattr(self.model, function)(*arguments, given))
        if given:
            self.here.given.append(given[0] if isinstance(given, tuple) else given)

    @initialize(looks=st.booleans())
    def begin(self, looks: bool) -> None:
        """Looking makes dead names of rights that died unseen: half of the sequences do not look until the end."""
        self.looks = looks

    @rule(task=TASKS)
    def enter(self, task: int) -> None:
        self.here = self.tasks[task]
        self.embedded.mach_embedded_task_enter(self.here.number)

    @rule(task=TASKS)
    def die(self, task: int) -> None:
        """Ends another task, and begins a new one in its place."""
        if self.tasks[task] is not self.here:
            self.embedded.mach_embedded_task_destroy(self.tasks[task].number)
            self.tasks[task].model.end()
            self.tasks[task] = Task(self.raw, self.embedded, self.machine)

    @rule(right=NAME, task=TASKS, disposition=st.sampled_from([space.COPY_SEND, space.MAKE_SEND, space.MAKE_SEND_ONCE]))
    def give(self, right: Choice, task: int, disposition: int) -> None:
        name = self.name(right)
        if name not in (NULL, DEAD):  # the definition leaves open how a value is refused
            self.agree_given(name, self.tasks[task], disposition)

    @rule(task=TASKS)
    def give_the_name_port(self, task: int) -> None:
        """It dies with this task, without a receive right that could be seen."""
        self.agree_new("special_port", space.SPECIAL_NAME)
        self.agree_given(self.here.given[-1], self.tasks[task], space.COPY_SEND)

    def agree_given(self, name: int, other: Task, disposition: int) -> None:
        try:
            status, given = "KERN_SUCCESS", self.embedded.mach_embedded_right_give(name, disposition, other.number)
            other.given.append(given)
        except MachError as error:
            status, given = error.name, error.results
        self.same((status, given), self.model.give(name, disposition, other.model, given))

    @rule()
    def host_self(self) -> None:
        self.agree_new("host_self")

    @rule()
    def thread_self(self) -> None:
        self.agree_new("thread_self")

    @rule(which=st.sampled_from([0, space.SPECIAL_HOST, space.SPECIAL_NAME, space.SPECIAL_BOOTSTRAP, 5]))
    def special_port(self, which: int) -> None:
        self.agree_new("special_port", which)

    @rule(port_set=SET_NAME, receive=RECEIVE_NAME)
    def port_set_insert(self, port_set: Choice, receive: Choice) -> None:
        self.agree("port_set_insert", self.name(port_set), self.name(receive))

    @rule(port_set=SET_NAME, receive=RECEIVE_NAME)
    def port_set_extract(self, port_set: Choice, receive: Choice) -> None:
        self.agree("port_set_extract", self.name(port_set), self.name(receive))

    @rule(port_set=SET_NAME, capacity=st.sampled_from([0, 1, 2, 64]))
    def port_set_members(self, port_set: Choice, capacity: int) -> None:
        self.members(self.name(port_set), capacity)

    def members(self, port_set: int, capacity: int) -> None:
        status, (names, count) = self.call("port_set_members", port_set, capacity)
        wanted, members = self.model.port_set_members(port_set, capacity)
        self.same((status, count, len(set(names))), (wanted, len(members), min(capacity, len(members))))
        self.same(set(names) - members, set())

    @rule(receive=RECEIVE_NAME, guard=GUARDS, flags=st.sampled_from([0, 0, 2, 4, 6, 1, 8]))
    def guard_set(self, receive: Choice, guard: int, flags: int) -> None:
        self.agree("guard_set", self.name(receive), guard, flags)

    @rule(receive=RECEIVE_NAME, guard=GUARDS)
    def guard_clear(self, receive: Choice, guard: int) -> None:
        self.agree("guard_clear", self.name(receive), guard)

    @rule(receive=RECEIVE_NAME)
    def context_get(self, receive: Choice) -> None:
        self.agree("context_get", self.name(receive))

    @rule(receive=RECEIVE_NAME, context=GUARDS)
    def context_set(self, receive: Choice, context: int) -> None:
        self.agree("context_set", self.name(receive), context)

    @rule(receive=RECEIVE_NAME, attribute=st.integers(0, 7))
    def attr_get(self, receive: Choice, attribute: int) -> None:
        self.agree("attr_get", self.name(receive), attribute)

    @rule(
        receive=RECEIVE_NAME, attribute=st.sampled_from([1, 1, 1, 0, 2, 7]), value=st.sampled_from([0, 1, 1024, 1025, 2**32 - 1])
    )
    def attr_set(self, receive: Choice, attribute: int, value: int) -> None:
        self.agree("attr_set", self.name(receive), attribute, value)

    @rule(flags=st.sampled_from([0, 0, 1, 3, 5, 7, 2, 4, 8, 9]), guard=GUARDS)
    def receive_right_new(self, flags: int, guard: int) -> None:
        self.agree_new("receive_right_new", flags, guard)

    @rule(flags=st.sampled_from([0, 0, 1, 3, 2, 16]), guard=GUARDS)
    def pair_new(self, flags: int, guard: int) -> None:
        self.agree_new("pair_new", flags, guard)

    @rule()
    def pair_new_unguarded(self) -> None:
        self.agree_new("pair_new", 0, 0)

    @rule()
    def pair_new_that_dies(self) -> None:
        """What is left is a dead name."""
        self.agree_new("pair_new", 0, 0)
        self.agree("receive_right_release", self.here.given[-1], 0)

    @rule()
    def port_set_new(self) -> None:
        self.agree_new("port_set_new")

    @rule(receive=RECEIVE_NAME)
    def send_once_right_make(self, receive: Choice) -> None:
        self.agree_new("send_once_right_make", self.name(receive))

    @rule(receive=RECEIVE_NAME)
    def send_right_make(self, receive: Choice) -> None:
        self.agree("send_right_make", self.name(receive))

    @rule(send=NAME)
    def send_right_dup(self, send: Choice) -> None:
        self.agree("send_right_dup", self.name(send))

    @rule(send=NAME)
    def send_right_dup_any(self, send: Choice) -> None:
        self.agree("send_right_dup_any", self.name(send))

    @rule(dead_name=NAME)
    def dead_name_dup(self, dead_name: Choice) -> None:
        self.agree("dead_name_dup", self.name(dead_name))

    @rule(send=NAME)
    def send_right_release(self, send: Choice) -> None:
        self.agree("send_right_release", self.name(send))

    @rule(send_once=NAME)
    def send_once_right_release(self, send_once: Choice) -> None:
        self.agree("send_once_right_release", self.name(send_once))

    @rule(port_set=SET_NAME)
    def port_set_release(self, port_set: Choice) -> None:
        self.agree("port_set_release", self.name(port_set))

    @rule(dead_name=NAME)
    def dead_name_release(self, dead_name: Choice) -> None:
        self.agree("dead_name_release", self.name(dead_name))

    @rule(receive=RECEIVE_NAME, guard=GUARDS)
    def receive_right_release(self, receive: Choice, guard: int) -> None:
        self.agree("receive_right_release", self.name(receive), guard)

    @rule(receive=RECEIVE_NAME, guard=GUARDS)
    def pair_release(self, receive: Choice, guard: int) -> None:
        self.agree("pair_release", self.name(receive), self.name(receive), guard)

    @rule(receive=RECEIVE_NAME, send=NAME, guard=GUARDS)
    def pair_release_of_two_names(self, receive: Choice, send: Choice, guard: int) -> None:
        self.agree("pair_release", self.name(receive), self.name(send), guard)

    @rule(kind=KIND, right=NAME, guard=GUARDS)
    def release(self, kind: int, right: Choice, guard: int) -> None:
        self.agree("release", kind, self.name(right), guard)

    @rule(right=NAME)
    def types(self, right: Choice) -> None:
        self.agree("types", self.name(right))

    @rule(right=NAME, kind=KIND)
    def urefs(self, right: Choice, kind: int) -> None:
        self.agree("urefs", self.name(right), kind)

    @rule(right=NAME, kind=KIND)
    def check(self, right: Choice, kind: int) -> None:
        name = self.name(right)
        status, verdict = self.call("check", name, kind)
        self.same((status, self.raw.machport_status_name(verdict)), self.model.check(name, kind))

    @rule(raw=NAME, kind=KIND, flags=st.sampled_from([0, 1, 2]))
    def adopt(self, raw: Choice, kind: int, flags: int) -> None:
        self.agree("adopt", self.name(raw), kind, flags)

    @rule(right=NAME, kind=KIND)
    def disown(self, right: Choice, kind: int) -> None:
        self.agree("disown", self.name(right), kind)

    @invariant()
    def the_names_are_the_same(self) -> None:
        self.same(self.held(), self.before | {name: entry.types() for name, entry in self.model.entries.items()})

    @invariant()
    def the_user_references_are_the_same(self) -> None:
        if self.looks:
            self.look()

    def look(self) -> None:
        for name, entry in self.model.entries.items():
            self.agree("types", name)
            for kind in KINDS:
                self.agree("urefs", name, kind)
            if PORT_SET in entry.urefs:
                self.members(name, 64)
            if RECEIVE in entry.urefs:
                self.agree("context_get", name)
                for attribute in range(1, 7):
                    self.agree("attr_get", name, attribute)

    def teardown(self) -> None:
        """Each sequence has tasks of its own, which end with it."""
        try:
            if self.agreed:
                for task in range(3):
                    self.enter(task)
                    self.release_everything()
        finally:
            self.embedded.mach_embedded_task_enter(self.previous_task)
            for each in self.tasks:
                self.embedded.mach_embedded_task_destroy(each.number)

    def release_everything(self) -> None:
        """Releases each unit that the model counts. Then the space is as it was."""
        self.the_names_are_the_same()
        self.look()
        for name, entry in list(self.model.entries.items()):
            guard = entry.port.context if entry.port else 0
            for kind, count in list(entry.urefs.items()):
                if kind == RECEIVE:
                    continue  # last: its death would turn the others into dead names
                for _ in range(count):
                    self.agree("release", kind, name, 0)
            if self.model.holds(name, RECEIVE):
                self.agree("release", RECEIVE, name, guard)
        assert self.model.entries == {}
        assert self.held() == self.before


SETTINGS = settings(max_examples=200, stateful_step_count=50, derandomize=True, database=None, deadline=None)


class SwigCalls(Calls):
    layer = "swig"


class CffiCalls(Calls):
    layer = "cffi"


TestSwig = SwigCalls.TestCase
TestSwig.settings = SETTINGS
TestCffi = CffiCalls.TestCase
TestCffi.settings = SETTINGS
