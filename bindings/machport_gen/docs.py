"""Doc comments: a text, `@param name text` and `@status NAME text`.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .words import Refused

COMMAND = re.compile(r"(?:^|\s)@(\w+)\s*")
# What begins or ends a comment in C and its kin, and what ends a line or is no letter in any language.
NO_PROSE = re.compile(r"/\*|\*/|[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass
class Doc:
    text: str
    params: dict[str, str]
    statuses: list[tuple[str, str]]


def joined(comment: str) -> str:
    """The words of a /** */ comment, in one line: how it is folded is no part of it."""
    inner = comment.removeprefix("/**").removesuffix("*/")
    return " ".join(re.sub(r"^\s*\* ?", "", line).strip() for line in inner.splitlines()).strip()


def check_prose(text: str, name: str) -> None:
    """Refused where it would not stay in a comment of every language."""
    found = NO_PROSE.search(text)
    if found:
        raise Refused(f"{name} says {found.group()!r}, which no comment can hold in every language")


def parse(comment: str | None, name: str) -> Doc:
    if not comment or not comment.startswith("/**"):
        raise Refused(f"{name} has no doc comment: say in a sentence what it is")
    words = joined(comment)
    check_prose(words, name)
    text, *commands = COMMAND.split(words)
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
