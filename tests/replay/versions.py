"""What XNU 11417 answers where another answer of 7195 was recorded. libmach follows 11417.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re

from .mach import Refused
from .recording import Operation
from .task import Task
from .words import DEAD, NULL, TYPES

_TRAILER_CONTEXT = re.compile(r"tctx=\w+")
_GUARDED_AWAY = re.compile(r"\[GP MR NULL flags=\d ctx=0\]")
GUARDED_MORE = 4
"""Bytes of a guarded descriptor more than of a plain one."""
_SIZE = re.compile(r"(?<= )msize=(\d+)")
_GUARD = re.compile(r"(?<=flags=1 ctx=)\w+")

MARKED = {"~1": {"INVALID_RIGHT": "INVALID_NAME"}, "~2": {"OK": "NOT_IN_SET"}}


def answer(operation: Operation, task: Task) -> str:
    """The answer to expect. It is asked before the operation is done, on the task that will do it."""
    result = operation.result
    for mark in operation.marks:
        result = MARKED.get(mark, {}).get(result, result)
    if "~4" in operation.marks:
        result = _TRAILER_CONTEXT.sub("tctx=0", result)
    if (
        operation.name in ("insert_member", "move_member")
        and result == "INVALID_RIGHT"
        and _looks_at_the_port_first(operation, task)
    ):
        return "INVALID_NAME"
    if operation.name == "extract_member" and result == "NOT_IN_SET" and _is_member(operation, task):
        task.left_sets.add((operation.words[0], operation.words[1]))
        return "OK"
    return result


def as_recorded(operation: Operation, task: Task, line: str) -> str:
    """A line that was made here, written as 7195 would have written it where the operation's marks say that it did, and where
    a message has two faults: both are told before anything is done, and 7195 tells of the reply first."""
    if (
        operation.name in ("send", "rpc")
        and operation.result.startswith("SEND_INVALID_REPLY")
        and _destination_first(operation, task)
    ):
        line = line.replace(" -> SEND_INVALID_DEST", " -> SEND_INVALID_REPLY")
    if "~3" in operation.marks:
        line, descriptors = _GUARDED_AWAY.subn("[MR NULL]", line)
        line = _SIZE.sub(lambda match: f"msize={int(match[1]) - GUARDED_MORE * descriptors}", line)
    if "~5" in operation.marks:
        recorded = iter(_GUARD.findall(operation.result))
        call, arrow, result = line.partition(" -> ")
        line = call + arrow + _GUARD.sub(lambda match: next(recorded, match[0]), result)
    return line


def _destination_first(operation: Operation, task: Task) -> bool:
    """11417 looks at the destination first where it is no right to a port, or where one send-once right is to be both."""
    to, way, reply, reply_way = operation.words[:4]
    held = task.held.get(task.symbols.name(to), 0)
    same = reply == f"reply={to}" and "MSO" in (way, reply_way)
    return same or bool(held & (TYPES["DEAD"] | TYPES["PSET"]))


def _looks_at_the_port_first(operation: Operation, task: Task) -> bool:
    """7195 looks at the set first, and so does not come to a port's name that holds nothing."""
    port, port_set = (task.symbols.name(word) for word in operation.words)
    is_set = task.held.get(port_set, 0) & TYPES["PSET"]
    return NULL not in (port, port_set) and DEAD not in (port, port_set) and port not in task.held and not is_set


def _is_member(operation: Operation, task: Task) -> bool:
    """Of a port in exactly two sets 7195 says that it is not in the first, and takes it out."""
    port, port_set = (task.symbols.name(word) for word in operation.words)
    try:
        return port in task.mach.set_members(port_set)
    except Refused:
        return False
