"""What XNU 11417 answers where another answer of 7195 was recorded. libmach follows 11417.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from .mach import Refused
from .recording import Operation
from .task import Task
from .words import DEAD, NULL, TYPES

MARKED = {"~1": {"INVALID_RIGHT": "INVALID_NAME"}, "~2": {"OK": "NOT_IN_SET"}}


def answer(operation: Operation, task: Task) -> str:
    """The answer to expect. It is asked before the operation is done, on the task that will do it."""
    result = operation.result
    for mark in operation.marks:
        result = MARKED.get(mark, {}).get(result, result)
    if (
        operation.name in ("insert_member", "move_member")
        and result == "INVALID_RIGHT"
        and _looks_at_the_port_first(operation, task)
    ):
        return "INVALID_NAME"
    if operation.name == "extract_member" and result == "NOT_IN_SET" and _is_member(operation, task):
        return "OK"
    return result


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
