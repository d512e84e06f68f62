"""Messages to send, as recordings describe them: FORMAT.md 3.3.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re
import struct
from dataclasses import dataclass, field

from . import layout, regions
from .task import Task
from .words import DISPOSITIONS

_PART = re.compile(r"\[[^\]]*\]|\S+")


@dataclass
class Message:
    """A message and the sender's regions that it names: the address and the size of each."""

    contents: bytes
    sources: list[tuple[int, int]] = field(default_factory=list)


def compose(task: Task, words: tuple[str, ...]) -> Message:
    """`DEST D reply=REP RD id=I [descs=n] [desc]... [data=B]`."""
    parts = _PART.findall(" ".join(words))
    to, way, reply, reply_way, number = parts[:5]
    bits = DISPOSITIONS[way] | DISPOSITIONS[reply_way] << 8
    identity = int(value("id", number))
    message = Message(b"")
    body = b""
    rest = parts[5:]
    if rest and rest[0].startswith("descs="):
        count = int(value("descs", rest.pop(0)))
        bits |= layout.COMPLEX
        body = layout.COUNT.pack(count)
        for _ in range(count):
            body += _descriptor(task, rest.pop(0)[1:-1].split(), message)
    if rest:
        body += regions.fill(identity, int(value("data", rest.pop(0))))
    if rest:
        raise ValueError(f"{rest} belongs to no message")
    size = layout.HEADER.size + len(body)
    names = task.name(to).value, task.name(value("reply", reply)).value
    message.contents = layout.HEADER.pack(bits, size, *names, 0, identity) + body
    return message


def _descriptor(task: Task, words: list[str], message: Message) -> bytes:
    if words[0] in ("OOL", "OOLV"):
        return _memory(words, message)
    if words[0] == "OOLP":
        return _ports(task, words, message)
    if words[0] == "GP":
        flags, context = int(value("flags", words[3])), task.context(value("ctx", words[4])).value
        return layout.GUARDED.pack(context, flags, DISPOSITIONS[words[1]], layout.TYPES["GP"], task.name(words[2]).value)
    way, name = words
    return layout.PORT.pack(task.name(name).value, 0, 0, DISPOSITIONS[way], layout.TYPES["port"])


def _memory(words: list[str], message: Message) -> bytes:
    kind, size_word, copy, free, source = words
    size = int(value("size", size_word))
    address = 0
    if source != "BAD":
        address = regions.allocate(regions.fill(int(value("seed", source)), size))
        message.sources.append((address, size))
    ways = int(value("dealloc", free)), layout.COPIES[value("copy", copy)]
    return layout.MEMORY.pack(address, *ways, 0, layout.TYPES[kind], size)


def _ports(task: Task, words: list[str], message: Message) -> bytes:
    way, count, copy, free = words[1], int(value("n", words[2])), value("copy", words[3]), words[4]
    names = [task.name(word).value for word in words[5:] if word != "BAD:"]
    address = 0
    if free.endswith(":"):  # else BAD: follows
        contents = struct.pack(f"={len(names)}I", *names)
        address = regions.allocate(contents)
        message.sources.append((address, len(contents)))
    ways = int(value("dealloc", free.rstrip(":"))), layout.COPIES[copy]
    return layout.MEMORY.pack(address, *ways, DISPOSITIONS[way], layout.TYPES["OOLP"], count)


def sources_word(message: Message) -> str:
    """` src=kept,gone`: what became of each region. They go."""
    if not message.sources:
        return ""
    kept = [regions.is_mapped(*source) for source in message.sources]
    for source in message.sources:
        regions.free(*source)
    return " src=" + ",".join("kept" if mapped else "gone" for mapped in kept)


def value(key: str, word: str) -> str:
    if not word.startswith(f"{key}="):
        raise ValueError(f"{word!r} should be {key}=...")
    return word.removeprefix(f"{key}=")
