"""Random sequences of calls: each layer answers as the model of the name space says, and nothing is left at the end.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import importlib
from typing import Any, ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule
from machport import MachError

from . import space
from .space import DEAD, KINDS, NULL, Space

NEVER_GIVEN = 0x7FFB03
GUARDS = st.sampled_from([0, 1, 2**64 - 1])
KIND = st.one_of(st.sampled_from(KINDS), st.sampled_from([5, space.ANY]))


class Calls(RuleBasedStateMachine):
    """Calls any function with any name: one that holds a right, one that held one, NULL, DEAD, or one that was never given."""

    layer: ClassVar[str]
    names = Bundle("names")
    name = st.one_of(names, names, names, st.sampled_from([NULL, DEAD, NEVER_GIVEN]))

    def __init__(self) -> None:
        super().__init__()
        self.raw: Any = importlib.import_module(f"machport.raw.{self.layer}")
        self.embedded: Any = importlib.import_module(f"machport.raw.embedded_{self.layer}")
        self.task = self.embedded.mach_embedded_task_create()
        self.previous_task = self.embedded.mach_embedded_task_enter(self.task)
        self.before = self.held()
        self.model = Space()
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

    def same(self, library: object, model: object) -> None:
        self.agreed = library == model
        assert library == model

    def agree(self, function: str, *arguments: int) -> Any:
        """Calls the library and the model, and compares status and results."""
        answer = self.call(function, *arguments)
        self.same(answer, getattr(self.model, function)(*arguments))
        return answer[1]

    def agree_new(self, function: str, *arguments: int) -> Any:
        """The same for a call that makes a name. Its results become names to call with, where it succeeded."""
        status, results = self.call(function, *arguments)
        given = results if status == "KERN_SUCCESS" else None
        self.same((status, results), getattr(self.model, function)(*arguments, given))
        names = results if isinstance(results, tuple) else (results,)
        return multiple(*set(names)) if given else multiple()

    @initialize(looks=st.booleans())
    def begin(self, looks: bool) -> None:
        """Looking makes dead names of rights that died unseen: half of the sequences do not look until the end."""
        self.looks = looks

    @rule(target=names, flags=st.sampled_from([0, 0, 1, 3, 5, 7, 2, 4, 8, 9]), guard=GUARDS)
    def receive_right_new(self, flags: int, guard: int) -> Any:
        return self.agree_new("receive_right_new", flags, guard)

    @rule(target=names, flags=st.sampled_from([0, 0, 1, 3, 2, 16]), guard=GUARDS)
    def pair_new(self, flags: int, guard: int) -> Any:
        return self.agree_new("pair_new", flags, guard)

    @rule(target=names)
    def pair_new_unguarded(self) -> Any:
        return self.agree_new("pair_new", 0, 0)

    @rule(target=names)
    def port_set_new(self) -> Any:
        return self.agree_new("port_set_new")

    @rule(target=names, receive=name)
    def send_once_right_make(self, receive: int) -> Any:
        return self.agree_new("send_once_right_make", receive)

    @rule(function=st.sampled_from(["send_right_make", "send_right_dup", "send_right_dup_any", "dead_name_dup"]), right=name)
    def duplicate(self, function: str, right: int) -> None:
        self.agree(function, right)

    @rule(
        function=st.sampled_from(["send_right_release", "send_once_right_release", "port_set_release", "dead_name_release"]),
        right=name,
    )
    def release_of_a_kind(self, function: str, right: int) -> None:
        self.agree(function, right)

    @rule(receive=name, guard=GUARDS)
    def receive_right_release(self, receive: int, guard: int) -> None:
        self.agree("receive_right_release", receive, guard)

    @rule(receive=name, guard=GUARDS)
    def pair_release(self, receive: int, guard: int) -> None:
        self.agree("pair_release", receive, receive, guard)

    @rule(receive=name, send=name, guard=GUARDS)
    def pair_release_of_two_names(self, receive: int, send: int, guard: int) -> None:
        self.agree("pair_release", receive, send, guard)

    @rule(kind=KIND, right=name, guard=GUARDS)
    def release(self, kind: int, right: int, guard: int) -> None:
        self.agree("release", kind, right, guard)

    @rule(right=name)
    def types(self, right: int) -> None:
        self.agree("types", right)

    @rule(right=name, kind=KIND)
    def urefs(self, right: int, kind: int) -> None:
        self.agree("urefs", right, kind)

    @rule(right=name, kind=KIND)
    def check(self, right: int, kind: int) -> None:
        status, verdict = self.call("check", right, kind)
        self.same((status, self.raw.machport_status_name(verdict)), self.model.check(right, kind))

    @rule(raw=name, kind=KIND, flags=st.sampled_from([0, 1, 2]))
    def adopt(self, raw: int, kind: int, flags: int) -> None:
        self.agree("adopt", raw, kind, flags)

    @rule(right=name, kind=KIND)
    def disown(self, right: int, kind: int) -> None:
        self.agree("disown", right, kind)

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
            if self.model._holds(name, space.RECEIVE):
                self.agree("release", space.RECEIVE, name, guard or 0)
        assert self.model.entries == {}
        assert self.held() == self.before


SETTINGS = settings(max_examples=150, stateful_step_count=40, derandomize=True, database=None, deadline=None)


class SwigCalls(Calls):
    layer = "swig"


class CffiCalls(Calls):
    layer = "cffi"


TestSwig = SwigCalls.TestCase
TestSwig.settings = SETTINGS
TestCffi = CffiCalls.TestCase
TestCffi.settings = SETTINGS
