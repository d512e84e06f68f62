"""Doc comments: a text, `@param name text` and `@status NAME text`.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .words import Refused

COMMAND = re.compile(r"(?:^|\s)@(\w+)\s*")


@dataclass
class Doc:
    text: str
    params: dict[str, str]
    statuses: list[tuple[str, str]]


def joined(comment: str) -> str:
    """The words of a /** */ comment, in one line: how it is folded is no part of it."""
    inner = comment.removeprefix("/**").removesuffix("*/")
    return " ".join(re.sub(r"^\s*\* ?", "", line).strip() for line in inner.splitlines()).strip()


def parse(comment: str | None, name: str) -> Doc:
    if not comment or not comment.startswith("/**"):
        raise Refused(f"{name} has no doc comment: say in a sentence what it is")
    text, *commands = COMMAND.split(joined(comment))
    doc = Doc(text.strip(), {}, [])
    if not doc.text:
        raise Refused(f"{name} has a doc comment without a sentence")
    for command, rest in zip(commands[::2], commands[1::2], strict=True):
        name, _, sentence = rest.strip().partition(" ")
        if command not in ("param", "status"):
            raise Refused(f"@{command} is unknown: a doc comment has @param and @status")
        if not sentence:
            raise Refused(f"@{command} {name} says nothing")
        if name in doc.params or name in [s for s, _ in doc.statuses]:
            raise Refused(f"@{command} {name} stands twice")
        if command == "param":
            doc.params[name] = sentence.strip()
        else:
            doc.statuses.append((name, sentence.strip()))
    return doc
