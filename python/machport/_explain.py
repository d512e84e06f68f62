"""What a number or a name of Mach's means, in words: every reading that the definition has of it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import difflib
from collections.abc import Iterator

from machport._definition import Constant, Function, Param, Status, definition

_TYPE = "MACHPORT_TYPE_"
_LOCAL = 0x3E  # Mach's error system err_local, which it leaves to programs
# What Mach's headers begin a name with, and the definition instead. <mach/message.h> calls a received right's disposition PORT_.
_OF_MACH = (
    ("MACH_MSG_TYPE_PORT_", "MOVE_"),
    ("MACH_MSG_TYPE_", ""),
    ("MACH_PORT_RIGHT_", "KIND_"),
    ("MACH_PORT_", ""),
    ("MACH_", ""),
)
_OWNERS = {
    "owned": "owned: yours to release",
    "borrowed": "borrowed: it stays its owner's",
    "consumed": "consumed: not yours any more, whatever the answer",
    "consumed_on_success": "consumed on success: yours still where the call fails",
    "per_element": "rights whose outcomes tell whose each is",
    "plain": "a name that claims nothing",
}
_RIGHTS = {"port_set": "port set", "dead_name": "dead name", "any": "any right"}


class Unknown(Exception):
    """Nothing is known of what was asked."""


def explain(what: str) -> list[str]:
    """A line for each reading, or Unknown."""
    try:
        number = int(what, 0)
    except ValueError:
        return _of_name(what)
    return _of_number(what, number)


def _of_name(name: str) -> list[str]:
    said = _said()
    if name in said:
        return said[name]
    for wanted in _spellings(name):
        readings = [line for each, lines in said.items() if _bare(each) == wanted for line in lines]
        if readings:
            return readings
    bare = {_bare(each): each.removeprefix("MACHPORT_") for each in said}
    near = [bare[each] for each in difflib.get_close_matches(_bare(name), bare, n=3)]
    raise Unknown(
        f"{name}: no status, no constant, no function and no number" + (f"; did you mean {' or '.join(near)}?" if near else "")
    )


def _said() -> dict[str, list[str]]:
    """What is said of each name of the definition."""
    said = {status["name"]: [_status_line(status)] for status in definition()["statuses"]}
    said |= {constant["name"]: [_constant_line(constant)] for constant in definition()["constants"]}
    return said | {function["name"]: _function_lines(function) for function in definition()["functions"]}


def _bare(name: str) -> str:
    """A name without the prefix that all have, and whatever its case: a constant and a function may share it."""
    return name.upper().removeprefix("MACHPORT_")


def _spellings(name: str) -> Iterator[str]:
    """A name as the definition has it: as it is, and without what Mach's headers put before it."""
    wanted = _bare(name)
    yield wanted
    for prefix, ours in _OF_MACH:
        if wanted.startswith(prefix):
            yield ours + wanted.removeprefix(prefix)


def _of_number(typed: str, number: int) -> list[str]:
    """A number may be written signed or unsigned: -1 and 0xffffffff are one."""
    bits = number & 0xFFFFFFFF if -(1 << 31) <= number < 0 else number
    signed = bits - (1 << 32) if 1 << 31 <= bits < 1 << 32 else bits
    lines = [_status_line(status) for status in definition()["statuses"] if status["value"] == signed]
    lines += [_constant_line(constant) for constant in definition()["constants"] if constant["value"] in (number, bits)]
    lines += _mask_lines(bits)
    if not lines and 0 <= bits < 1 << 32 and bits >> 26 == _LOCAL:
        subsystem, code = bits >> 14 & 0xFFF, bits & 0x3FFF
        lines.append(
            f"{_both(signed)}: an error of a program's own (Mach's system err_local), subsystem {subsystem:#x}, code {code}"
        )
    if not lines:
        raise Unknown(f"{typed}: no status, no constant and no mask of type bits")
    return lines


def _mask_lines(bits: int) -> list[str]:
    """The reading as several type bits. One bit alone is a constant."""
    types = [constant for constant in definition()["constants"] if constant["name"].startswith(_TYPE)]
    found = [constant for constant in types if bits & constant["value"]]
    if len(found) < 2 or sum(constant["value"] for constant in found) != bits:
        return []
    return [f"{bits:#x}: {' | '.join(constant['name'] for constant in found)}"] + [
        f"  {_constant_line(constant)}" for constant in found
    ]


def _status_line(status: Status) -> str:
    return f"{status['name']}, status {_both(status['value'])}, class {status['class']}: {status['text']}"


def _constant_line(constant: Constant) -> str:
    return f"{constant['name']}, {_both(constant['value'])}: {constant['doc']}"


def _function_lines(function: Function) -> list[str]:
    """Its purpose in a sentence, and a line for each parameter."""
    purpose = function["doc"].split(". ")[0].removesuffix(".")
    return [f"{function['name']}, function: {purpose}.", *(f"  {_param_line(param)}" for param in function["params"])]


def _param_line(param: Param) -> str:
    way = {"in": "takes", "out": "gives", "inout": "takes and gives"}[param["direction"]]
    words = [_RIGHTS.get(param["kind"], f"{param['kind']} right").replace("_", "-")] if param.get("kind", "raw") != "raw" else []
    words += [_OWNERS[param["verb"]]] if "verb" in param else []
    return f"{way} {param['name']}: {param['doc']}" + (f" ({', '.join(words)})" if words else "")


def _both(value: int) -> str:
    """A number as people meet it: decimal, and hexadecimal where that says more."""
    return str(value) if 0 <= value < 10 else f"{value} ({value & 0xFFFFFFFF if value < 0 else value:#x})"
