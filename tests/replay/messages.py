"""The operations that send, receive, peek at and destroy messages.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import re

from . import layout, received, regions
from .compose import Message, compose, sources_word, value
from .mach import Buffer
from .task import Task
from .words import number, status_word

SEND, RECEIVE, LARGE, IDENTITY = 1, 2, 4, 8
SEND_TIMEOUT, SEND_NOTIFY, RECEIVE_TIMEOUT, GUARDED = 0x10, 0x80, 0x100, 0x1000
FLAGS = {"LARGE": LARGE, "IDENTITY": IDENTITY, "GUARDED": GUARDED}
PEEK_ROOM = 68
ROOM_FOR_SIZE, ROOM_FOR_LOCAL = 8, 16
_COUNT = re.compile(r" descs=\d+")


def send(task: Task, *words: str) -> str:
    notify = SEND_NOTIFY if words[-1] == "NOTIFY" else 0
    message = compose(task, words[:-1] if notify else words)
    buffer = Buffer(len(message.contents))
    buffer.write(message.contents)
    status = task.mach.message(buffer.address, SEND | SEND_TIMEOUT | notify, buffer.size, 0, 0)
    return status_word(status) + _back(task, status, buffer) + sources_word(message)


def _back(task: Task, status: int, buffer: Buffer) -> str:
    if status_word(status) != "SEND_TIMED_OUT":
        return ""
    came = received.message(task, buffer.read(buffer.size))
    task.keep_message(buffer)
    # T1 writes neither the id nor the size of what came back, nor how many descriptors.
    return " back: " + (_COUNT.sub("", came.split(" ", 2)[2]) if task.two_tasks else came)


def recv(task: Task, name: str, size: str, *words: str) -> str:
    option, elements = RECEIVE | RECEIVE_TIMEOUT, 0
    for word in words:
        if word in FLAGS:
            option |= FLAGS[word]
        else:
            elements = number(value("TRAILER", word), 0, 15)
    room = _room(task, size)
    status = task.mach.message(task.receive_buffer.address, option | elements << 24, 0, room, task.name(name).value)
    return _received(task, status, option, elements, room)


def _room(task: Task, size: str) -> int:
    return number(value("size", size), 0, task.receive_buffer.size)


def _received(task: Task, status: int, option: int, elements: int, room: int) -> str:
    result = status_word(status)
    contents = task.receive_buffer.read(room)
    if result == "OK":
        line = f"OK {received.message(task, contents)}"
        task.keep_message(task.receive_buffer)
        end = layout.HEADER.unpack_from(contents)[1]
        return line if task.two_tasks else f"{line} {received.trailer(task, contents[end:], elements)}"
    if result != "RCV_TOO_LARGE":
        return result
    if option & LARGE:
        return result + _what_stays(task, contents, option)
    if task.two_tasks:
        return result
    header = received.bare_header(task, contents)
    return f"{result} {header} {received.trailer(task, contents[layout.HEADER.size :], elements)}"


def _what_stays(task: Task, contents: bytes, option: int) -> str:
    """As much as there was room to tell of a message that stays in its queue."""
    _, size, _, local, _, _ = layout.HEADER.unpack(contents[: layout.HEADER.size].ljust(layout.HEADER.size))
    told = f" need={size}" if len(contents) >= ROOM_FOR_SIZE else ""
    return told + (f" at={task.symbols.known(local)}" if option & IDENTITY and len(contents) >= ROOM_FOR_LOCAL else "")


def rpc(task: Task, *words: str) -> str:
    """One call that sends a message and receives one, in one buffer."""
    at = words.index("recv")
    message = compose(task, words[:at])
    name, size, *flags = words[at + 1 :]
    option = sum(FLAGS[flag] for flag in flags)
    task.receive_buffer.write(message.contents)
    room = _room(task, size)
    both = SEND | RECEIVE | SEND_TIMEOUT | RECEIVE_TIMEOUT | option
    status = task.mach.message(task.receive_buffer.address, both, len(message.contents), room, task.name(name).value)
    if status_word(status) == "SEND_TIMED_OUT":
        came = Buffer(len(message.contents))
        came.write(task.receive_buffer.read(came.size))
        return status_word(status) + _back(task, status, came)
    return _received(task, status, option, 0, room)


def peek(task: Task, name: str, seq: str = "seq=0", elements: str = "TRAILER=0") -> str:
    trailer = number(value("TRAILER", elements), 0, 15) << 24
    sequence, identity, contents = task.mach.peek(task.name(name).value, trailer, task.count(value("seq", seq)).value, PEEK_ROOM)
    return f"OK seq={sequence} id={identity}" + ("" if task.two_tasks else f" tlen={len(contents)}")


def msg_destroy(task: Task) -> str:
    """The message of the line before."""
    buffer = task.message
    if buffer is None:
        raise ValueError("the line before left no message")
    memory = received.regions_of(buffer.read(buffer.size))
    task.mach.message_destroy(buffer.address)
    kept = [region for region in memory if regions.is_mapped(*region)]
    for region in kept:
        regions.free(*region)
    return f"done unmapped={len(memory) - len(kept)} kept={len(kept)}"


def msg_destroy_unsent(task: Task, *words: str) -> str:
    message: Message = compose(task, words)
    buffer = Buffer(len(message.contents))
    buffer.write(message.contents)
    task.mach.message_destroy(buffer.address)
    return "done" + sources_word(message)
