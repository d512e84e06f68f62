"""A right goes from one library to another in a capsule, once.

SPDX-License-Identifier: MIT OR Apache-2.0

The foreign library is played by ctypes: it has capsule.h and the interpreter's C API, and nothing of machport's Python.
"""

import ctypes
import gc
from collections.abc import Callable
from subprocess import CompletedProcess

import pytest
from machport import Over, ReceiveRight, SendRight, leaks, over, take, testing

TAKEN = b"used_machport.right"
_api = ctypes.pythonapi
_api.PyCapsule_GetPointer.restype = ctypes.c_void_p
_api.PyCapsule_GetPointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
_api.PyCapsule_SetName.argtypes = [ctypes.py_object, ctypes.c_char_p]
_api.PyCapsule_New.restype = ctypes.py_object
_api.PyCapsule_New.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
_NAME = b"machport.right"


class Pointee(ctypes.Structure):
    """machport_capsule_t."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("kind", ctypes.c_uint32),
        ("name", ctypes.c_uint32),
        ("epoch", ctypes.c_uint64),
        ("guard", ctypes.c_uint64),
    ]


def inside(capsule: object) -> Pointee:
    return Pointee.from_address(_api.PyCapsule_GetPointer(capsule, _NAME))


def test_the_right_leaves_the_handle_for_the_capsule(mach: Over) -> None:
    receive, send = mach.pair()
    with receive:
        name, epoch = send.name, mach.raw.machport_epoch()
        capsule = send.__mach_port_export__()
        assert send.closed
        right = inside(capsule)
        assert (right.struct_size, right.flags, right.kind) == (ctypes.sizeof(Pointee), 0, mach.raw.MACHPORT_KIND_SEND)
        assert (right.name, right.epoch, right.guard) == (name, epoch, 0)
        assert receive.urefs == mach.raw.machport_urefs(name, right.kind) == 1
        mach.take(capsule).close()


@pytest.mark.parametrize(("giver", "taker"), [("swig", "cffi"), ("cffi", "swig"), ("cffi", "cffi")])
def test_a_right_goes_from_layer_to_layer(giver: str, taker: str) -> None:
    receive, send = over(giver).pair()
    with receive, over(taker).take(send) as taken:
        assert send.closed
        assert isinstance(taken, over(taker).SendRight)
        assert taken.urefs == 1


def test_a_capsule_gives_its_right_once(mach: Over) -> None:
    receive, send = mach.pair()
    with receive:
        capsule = send.__mach_port_export__()
        with mach.take(capsule) as taken:
            with pytest.raises(ValueError, match="the capsule was consumed before"):
                mach.take(capsule)
            del capsule
            assert taken.urefs == 1


def test_an_untaken_capsule_releases_its_right(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        capsule = receive.make_send().__mach_port_export__()
        assert mach.raw.machport_urefs(receive.name, mach.raw.MACHPORT_KIND_SEND) == 1
        del capsule
        assert mach.raw.machport_urefs(receive.name, mach.raw.MACHPORT_KIND_SEND) == 0


def test_a_foreign_library_takes_a_right(mach: Over) -> None:
    receive, send = mach.pair()
    with receive:
        capsule = send.__mach_port_export__()
        name = inside(capsule).name
        assert _api.PyCapsule_SetName(capsule, TAKEN) == 0
        del capsule
        assert mach.raw.machport_urefs(name, mach.raw.MACHPORT_KIND_SEND) == 1
        mach.raw.machport_send_right_release(name)


class Exporter:
    """A foreign library's object, which gives a capsule away."""

    def __init__(self, pointee: Pointee) -> None:
        self.pointee = pointee

    def __mach_port_export__(self) -> object:
        return _api.PyCapsule_New(ctypes.addressof(self.pointee), _NAME, None)


def pointee(mach: Over, right: SendRight | ReceiveRight, **changes: int) -> Pointee:
    fields = {"struct_size": ctypes.sizeof(Pointee), "kind": right.kind, "epoch": mach.raw.machport_epoch()}
    return Pointee(**{**fields, "name": right.name, **changes})


def test_a_foreign_library_gives_a_right(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        given = receive.make_send()
        exporter = Exporter(pointee(mach, given))
        given.detach()
        with mach.take(exporter) as send:
            assert isinstance(send, SendRight)
            assert send.urefs == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"struct_size": 24}, "another version of machport: size 24, flags 0"),
        ({"flags": 1}, "another version of machport: size 32, flags 1"),
        ({"epoch": 0}, "another name space"),
        ({"kind": 5}, "holds no right: kind 5"),
        ({"name": 0}, "holds no right: kind 1, name 0x0"),
        ({"name": 0xFFFFFFFF}, "holds no right: kind 1, name 0xffffffff"),
    ],
)
def test_a_capsule_that_cannot_be_understood_is_left_untouched(mach: Over, changes: dict[str, int], reason: str) -> None:
    with mach.ReceiveRight.new() as receive:
        exporter = Exporter(pointee(mach, receive, **changes))
        capsule = exporter.__mach_port_export__()
        with pytest.raises(ValueError, match=reason):
            mach.take(capsule)
        assert inside(capsule).name == exporter.pointee.name


def test_what_is_no_capsule_is_refused(mach: Over) -> None:
    for source in (0x103, None, Pointee()):
        with pytest.raises(TypeError) as refused:
            mach.take(source)
        wanted = 'a capsule named "machport.right" or an object with __mach_port_export__()'
        assert str(refused.value) == f"expected {wanted}, not {type(source).__name__}"
    other = _api.PyCapsule_New(ctypes.addressof(Pointee()), b"dltensor", None)
    with pytest.raises(ValueError, match='not one named "dltensor"'):
        mach.take(other)


class Lender:
    """A foreign library's object, which lends its right and does not give it away."""

    def __mach_port__(self) -> tuple[int, int]:
        raise AssertionError("nobody asked for it")


def test_what_only_lends_its_right_is_refused_with_advice(mach: Over) -> None:
    for take_it in (mach.take, mach.SendRight.from_export):
        with pytest.raises(TypeError, match=r"not Lender; to borrow, SendRight\.from_borrowed$"):
            take_it(Lender())


def test_a_type_takes_its_own_kind_only(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        with pytest.raises(TypeError, match="ReceiveRight lends a right of kind 1, not 0"):
            mach.SendRight.from_export(receive)
        assert not receive.closed
        capsule = receive.make_send().__mach_port_export__()
        with pytest.raises(TypeError, match="holds a right of kind 0, not 1"):
            mach.ReceiveRight.from_export(capsule)
        mach.SendRight.from_export(capsule).close()


def test_a_guard_travels_with_its_receive_right(mach: Over) -> None:
    taken = mach.take(mach.ReceiveRight.new(guard=42))
    assert isinstance(taken, ReceiveRight)
    taken.close()
    capsule = mach.ReceiveRight.new(guard=42).__mach_port_export__()
    del capsule  # releases it by its guard


def test_every_kind_is_taken_as_what_it_is(mach: Over) -> None:
    receive, send = mach.pair()
    with (
        mach.take(send.dup_any()) as live,
        mach.take(receive.make_send_once()) as once,
        mach.take(mach.PortSet.new()) as port_set,
    ):
        receive.close()
        with mach.take(send.dup_any()) as dead_name:
            kinds = (mach.SendRight, mach.SendOnceRight, mach.PortSet, mach.DeadName)
            assert tuple(type(right) for right in (live, once, port_set, dead_name)) == kinds
    send.close()


def test_a_capsule_is_taken_in_its_own_name_space_only(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:
        capsule = receive.make_send().__mach_port_export__()
        with testing.task(), pytest.raises(ValueError, match="another name space"):
            mach.take(capsule)
        mach.take(capsule).close()


def test_a_capsule_that_ends_in_another_name_space_counts_a_leak(mach: Over) -> None:
    before = leaks()
    with testing.task():
        capsule = mach.ReceiveRight.new().__mach_port_export__()
    del capsule
    gc.collect()
    assert leaks() == before + 1


def test_take_uses_the_chosen_layer() -> None:
    with take(ReceiveRight.new()) as receive:
        assert type(receive) is ReceiveRight


def test_a_capsule_may_outlive_everything_written_in_python(python: Callable[..., "CompletedProcess[str]"]) -> None:
    ended = python("import machport, sys; sys.kept = machport.ReceiveRight.new().__mach_port_export__()", "-X", "dev")
    assert (ended.returncode, ended.stderr) == (0, "")
