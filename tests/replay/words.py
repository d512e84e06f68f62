"""The words of a recording for numbers of Mach (FORMAT.md 2), and back.

SPDX-License-Identifier: MIT OR Apache-2.0

The numbers are Mach's, so they are taken from the definition. Only those stand here that it leaves out: they are not valid.
"""

import json
from pathlib import Path

_DEFINITION = json.loads((Path(__file__).parents[2] / "abi" / "machport.json").read_text(encoding="utf-8"))
CONSTANTS: dict[str, int] = {constant["name"]: constant["value"] for constant in _DEFINITION["constants"]}
_STATUSES: dict[int, str] = {status["value"]: status["name"] for status in _DEFINITION["statuses"]}

NULL, DEAD = CONSTANTS["MACHPORT_NULL"], CONSTANTS["MACHPORT_DEAD"]

RIGHTS = {
    "SEND": CONSTANTS["MACHPORT_KIND_SEND"],
    "RECV": CONSTANTS["MACHPORT_KIND_RECEIVE"],
    "SONCE": CONSTANTS["MACHPORT_KIND_SEND_ONCE"],
    "PSET": CONSTANTS["MACHPORT_KIND_PORT_SET"],
    "DEAD": CONSTANTS["MACHPORT_KIND_DEAD_NAME"],
    "LABELH": 5,
    "BADRIGHT": 6,
}

TYPES = {
    "SEND": CONSTANTS["MACHPORT_TYPE_SEND"],
    "RECV": CONSTANTS["MACHPORT_TYPE_RECEIVE"],
    "SONCE": CONSTANTS["MACHPORT_TYPE_SEND_ONCE"],
    "PSET": CONSTANTS["MACHPORT_TYPE_PORT_SET"],
    "DEAD": CONSTANTS["MACHPORT_TYPE_DEAD_NAME"],
    "DNREQ": CONSTANTS["MACHPORT_TYPE_DNREQUEST"],
}

DISPOSITIONS = {
    "NONE": 0,
    "MR": CONSTANTS["MACHPORT_MOVE_RECEIVE"],
    "MS": CONSTANTS["MACHPORT_MOVE_SEND"],
    "MSO": CONSTANTS["MACHPORT_MOVE_SEND_ONCE"],
    "CS": CONSTANTS["MACHPORT_COPY_SEND"],
    "MKS": CONSTANTS["MACHPORT_MAKE_SEND"],
    "MKSO": CONSTANTS["MACHPORT_MAKE_SEND_ONCE"],
    "D22": 22,
}

NOTIFICATIONS = {
    "SEND_POSSIBLE": CONSTANTS["MACHPORT_NOTIFY_SEND_POSSIBLE"],
    "PORT_DESTROYED": CONSTANTS["MACHPORT_NOTIFY_PORT_DESTROYED"],
    "NO_SENDERS": CONSTANTS["MACHPORT_NOTIFY_NO_SENDERS"],
    "DEAD_NAME": CONSTANTS["MACHPORT_NOTIFY_DEAD_NAME"],
}

NAMES = {"NULL": NULL, "DEAD": DEAD, "BOGUS": 0x7FFB03}


def disposition_word(number: int) -> str:
    """The word of a disposition, or the number where it has none."""
    return next((word for word, value in DISPOSITIONS.items() if value == number), str(number))


def status_word(status: int) -> str:
    """KERN_SUCCESS is OK; any other status is written without KERN_ or MACH_."""
    if status == 0:
        return "OK"
    return _STATUSES.get(status, f"status:{status:#x}").removeprefix("KERN_").removeprefix("MACH_")


def type_word(types: int) -> str:
    """The bits of a type, each with a bar before it."""
    known = sum(TYPES.values())
    words = [word for word, bit in TYPES.items() if types & bit] + ([f"{types & ~known:#x}"] if types & ~known else [])
    return "".join(f"|{word}" for word in words)


def number(word: str, least: int, most: int, base: int = 10) -> int:
    """A number that a call can be given: ctypes would cut it."""
    value = int(word, base)
    if not least <= value <= most:
        raise ValueError(f"{word} is no number from {least} to {most}")
    return value
