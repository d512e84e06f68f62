"""Random sequences of calls: each layer answers as the model of the name space says, and nothing is left at the end.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import importlib
from typing import Any, ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from machport import MachError

from . import space
from .space import DEAD, KINDS, NULL, Space

NEVER_GIVEN = 0x7FFB03
# A name is chosen by where it comes from and a number: most hold a right, some held one once, some are no names.
Choice = tuple[str, int]
NAME = st.tuples(st.sampled_from(["held", "held", "held", "given", "value"]), st.integers(0, 15))
GUARDS = st.sampled_from([0, 1, 2**64 - 1])
KIND = st.one_of(st.sampled_from(KINDS), st.sampled_from([5, space.ANY]))


class Calls(RuleBasedStateMachine):
    """Calls any function with any name."""

    layer: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.raw: Any = importlib.import_module(f"machport.raw.{self.layer}")
        self.embedded: Any = importlib.import_module(f"machport.raw.embedded_{self.layer}")
        self.task = self.embedded.mach_embedded_task_create()
        self.previous_task = self.embedded.mach_embedded_task_enter(self.task)
        self.before = self.held()
        self.model = Space()
        self.given: list[int] = []
        self.looks = False
        self.agreed = True

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
        names = {"held": list(self.model.entries), "given": self.given, "value": [NULL, DEAD, NEVER_GIVEN]}[where]
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
            self.given.append(given[0] if isinstance(given, tuple) else given)

    @initialize(looks=st.booleans())
    def begin(self, looks: bool) -> None:
        """Looking makes dead names of rights that died unseen: half of the sequences do not look until the end."""
        self.looks = looks

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
        self.agree("receive_right_release", self.given[-1], 0)

    @rule()
    def port_set_new(self) -> None:
        self.agree_new("port_set_new")

    @rule(receive=NAME)
    def send_once_right_make(self, receive: Choice) -> None:
        self.agree_new("send_once_right_make", self.name(receive))

    @rule(receive=NAME)
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

    @rule(port_set=NAME)
    def port_set_release(self, port_set: Choice) -> None:
        self.agree("port_set_release", self.name(port_set))

    @rule(dead_name=NAME)
    def dead_name_release(self, dead_name: Choice) -> None:
        self.agree("dead_name_release", self.name(dead_name))

    @rule(receive=NAME, guard=GUARDS)
    def receive_right_release(self, receive: Choice, guard: int) -> None:
        self.agree("receive_right_release", self.name(receive), guard)

    @rule(receive=NAME, guard=GUARDS)
    def pair_release(self, receive: Choice, guard: int) -> None:
        self.agree("pair_release", self.name(receive), self.name(receive), guard)

    @rule(receive=NAME, send=NAME, guard=GUARDS)
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
        for name in self.model.entries:
            self.agree("types", name)
            for kind in KINDS:
                self.agree("urefs", name, kind)

    def teardown(self) -> None:
        """Each sequence has a task of its own, which ends with it."""
        try:
            if self.agreed:
                self.release_everything()
        finally:
            self.embedded.mach_embedded_task_enter(self.previous_task)
            self.embedded.mach_embedded_task_destroy(self.task)

    def release_everything(self) -> None:
        """Releases each unit that the model counts. Then the space is as it was."""
        self.look()
        for name, entry in list(self.model.entries.items()):
            guard = entry.port.guard if entry.port else None
            for kind, count in list(entry.urefs.items()):
                if kind == space.RECEIVE:
                    continue  # last: its death would turn the others into dead names
                for _ in range(count):
                    self.agree("release", kind, name, 0)
            if self.model.holds(name, space.RECEIVE):
                self.agree("release", space.RECEIVE, name, guard or 0)
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
