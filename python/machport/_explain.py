"""What a number or a name of Mach's means, in words: every reading that the definition has of it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import difflib

from machport._definition import Constant, Status, definition

_TYPE = "MACHPORT_TYPE_"
_LOCAL = 0x3E  # Mach's error system err_local, which it leaves to programs


class Unknown(Exception):
    """Nothing is known of what was asked."""


def explain(what: str) -> list[str]:
    """A line for each reading, or Unknown."""
    try:
        number = int(what, 0)
    except ValueError:
        return _of_name(what)
    return _of_number(number)


def _of_name(name: str) -> list[str]:
    wanted = name.upper().removeprefix("MACHPORT_")
    known = {status["name"]: _status_line(status) for status in definition()["statuses"]}
    known |= {constant["name"].removeprefix("MACHPORT_"): _constant_line(constant) for constant in definition()["constants"]}
    if wanted in known:
        return [known[wanted]]
    near = difflib.get_close_matches(wanted, known, n=3)
    raise Unknown(f"{name}: no status, no constant and no number" + (f"; did you mean {' or '.join(near)}?" if near else ""))


def _of_number(number: int) -> list[str]:
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
        raise Unknown(f"{number}: no status, no constant and no mask of type bits")
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


def _both(value: int) -> str:
    """A number as people meet it: decimal, and hexadecimal where that says more."""
    return str(value) if 0 <= value < 10 else f"{value} ({value & 0xFFFFFFFF if value < 0 else value:#x})"
