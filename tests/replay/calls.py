"""What each operation of a recording calls, and how its answer is written.

SPDX-License-Identifier: MIT OR Apache-2.0

An operation is in one of two places: in PLAIN, where it is the call `mach_port_<operation>`, which gives nothing but its
status; or in GIVING, a function here or, of messages, in messages.py.
"""

import ctypes
from collections.abc import Callable

from . import messages
from .mach import LIMITS_INFO, Options, Refused
from .task import Task
from .words import DISPOSITIONS, NOTIFICATIONS, disposition_word, number, status_word, type_word

Word = Callable[[Task, str], object]


def keyed(key: str, kind: type[ctypes.c_int32 | ctypes.c_uint64]) -> Word:
    """An argument written `key=number`, and small."""
    return lambda task, word: kind(number(_value(key, word), 0, 2**31 - 1))


PLAIN: dict[str, tuple[Word, ...]] = {
    "deallocate": (Task.name,),
    "destroy": (Task.name,),
    "mod_refs": (Task.name, Task.right, Task.delta),
    "insert_member": (Task.name, Task.name),
    "extract_member": (Task.name, Task.name),
    "move_member": (Task.name, Task.name),
    "guard": (Task.name, Task.context, keyed("strict", ctypes.c_int32)),
    "guard_with_flags": (Task.name, Task.context, keyed("flags", ctypes.c_uint64)),
    "unguard": (Task.name, Task.context),
    "swap_guard": (Task.name, Task.context, Task.context),
    "set_context": (Task.name, Task.context),
    "set_mscount": (Task.name, Task.count),
    "set_seqno": (Task.name, Task.count),
    "destruct": (Task.name, Task.delta, Task.context),
}


def perform(task: Task, operation: str, words: tuple[str, ...]) -> str:
    """Does what an operation says and writes the answer as a recording does. ValueError where the operation cannot be read."""
    if operation == "guard" and task.two_tasks:
        words = (*words, "strict=0")
    try:
        if operation in PLAIN:
            arguments = [read(task, word) for read, word in zip(PLAIN[operation], words, strict=True)]
            task.mach.call(f"mach_port_{operation}", *arguments)
            return "OK"
        if operation in GIVING:
            return GIVING[operation](task, *words)
    except Refused as refused:
        return status_word(refused.status)
    except (KeyError, TypeError) as error:
        raise ValueError(f"the words of {operation} do not fit it: {error}") from error
    raise ValueError(f"{operation} is no operation of the format")


def allocate(task: Task, right: str) -> str:
    return f"OK {task.given(task.mach.call('mach_port_allocate', task.right(right), gives=ctypes.c_uint32))}"


def allocate_name(task: Task, right: str, name: str) -> str:
    task.mach.call("mach_port_allocate_name", task.right(right), task.name(name))
    # A dead name ignores the name asked for, and does not say which one it has.
    return "OK" if right == "DEAD" else f"OK {task.given(task.name(name).value)}"


def construct(task: Task, flags: str, qlimit: str, ctx: str) -> str:
    options = Options(number(_value("flags", flags), 0, 2**32 - 1, 16), number(_value("qlimit", qlimit), 0, 2**32 - 1))
    context = task.context(_value("ctx", ctx))
    return f"OK {task.given(task.mach.call('mach_port_construct', ctypes.byref(options), context, gives=ctypes.c_uint32))}"


def insert_right(task: Task, name: str, poly: str, disposition: str) -> str:
    task.mach.call("mach_port_insert_right", task.name(name), task.name(poly), task.disposition(disposition))
    return f"OK {task.given(task.name(name).value)}" if name.startswith("@") else "OK"


def extract_right(task: Task, name: str, disposition: str) -> str:
    poly, kind = task.mach.extract_right(task.name(name).value, task.disposition(disposition).value)
    return f"OK {task.given(poly)} {disposition_word(kind)}"


def get_refs(task: Task, name: str, right: str) -> str:
    return f"OK {task.mach.call('mach_port_get_refs', task.name(name), task.right(right), gives=ctypes.c_uint32)}"


def type_(task: Task, name: str) -> str:
    return f"OK {type_word(task.mach.call('mach_port_type', task.name(name), gives=ctypes.c_uint32))}"


def get_context(task: Task, name: str) -> str:
    return f"OK {task.context_word(task.mach.call('mach_port_get_context', task.name(name), gives=ctypes.c_uint64))}"


def set_qlimit(task: Task, name: str, qlimit: str) -> str:
    limits = task.count(qlimit)
    task.mach.call(
        "mach_port_set_attributes", task.name(name), ctypes.c_int32(LIMITS_INFO), ctypes.byref(limits), ctypes.c_uint32(1)
    )
    return "OK"


def get_set_status(task: Task, name: str) -> str:
    members = task.mach.set_members(task.name(name).value)
    return f"OK {{{','.join(map(task.symbols.known, members))}}}"


def request_notification(task: Task, name: str, kind: str, sync: str, notify: str, disposition: str) -> str:
    previous = task.mach.call(
        "mach_port_request_notification",
        task.name(name),
        ctypes.c_int32(NOTIFICATIONS[kind]),
        task.count(_value("sync", sync)),
        task.name(_value("notify", notify)),
        task.disposition(disposition),
        gives=ctypes.c_uint32,
    )
    return f"OK prev={task.given(previous)}"


def grant(task: Task, symbol: str, disposition: str) -> str:
    """The line's task gets a right made from another task's."""
    giver = task.tasks[symbol[0]]
    giver.enter()
    return f"OK {task.given(task.mach.right_give(giver.symbols.name(symbol), DISPOSITIONS[disposition], task.number))}"


def die(task: Task) -> str:
    task.alive = False
    task.mach.task_destroy(task.number)
    return "done"


GIVING: dict[str, Callable[..., str]] = {
    "allocate": allocate,
    "allocate_name": allocate_name,
    "construct": construct,
    "insert_right": insert_right,
    "extract_right": extract_right,
    "get_refs": get_refs,
    "type": type_,
    "get_context": get_context,
    "set_qlimit": set_qlimit,
    "get_set_status": get_set_status,
    "request_notification": request_notification,
    "send": messages.send,
    "recv": messages.recv,
    "rpc": messages.rpc,
    "peek": messages.peek,
    "msg_destroy": messages.msg_destroy,
    "msg_destroy_unsent": messages.msg_destroy_unsent,
    "grant": grant,
    "die": die,
}


def _value(key: str, word: str) -> str:
    if not word.startswith(f"{key}="):
        raise ValueError(f"{word!r} should be {key}=...")
    return word.removeprefix(f"{key}=")
