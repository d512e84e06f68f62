"""The words that a place may say (abi/verbs.h), and which of them go together.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

VERBS = ("owned", "borrowed", "consumed", "consumed_on_success", "per_element", "plain")
PORT_WORDS = ("nullable", "maybe_dead", "released_by", "retained_until")
POINTER_WORDS = ("out", "inout", "sized_by", "counted_by")
FUNCTION_WORDS = ("blocks", "optional", "since")
WITH_ARGUMENT = ("released_by", "retained_until", "sized_by", "counted_by", "since")

# The typedef that says a kind; a type of another name has the kind of the typedef that it is made of.
KINDS = {
    "machport_send_t": "send",
    "machport_send_once_t": "send_once",
    "machport_receive_t": "receive",
    "machport_port_set_t": "port_set",
    "machport_dead_name_t": "dead_name",
    "machport_any_t": "any",
    "machport_name_t": "raw",
}
# The typedef that says that a function answers whether it succeeded.
STATUS = "machport_status_t"

# A result cannot be consumed, and what goes in cannot be handed out.
FITTING = {
    "in": ("borrowed", "consumed", "consumed_on_success", "plain"),
    "in array": ("borrowed", "consumed", "consumed_on_success", "per_element", "plain"),
    "in struct": ("per_element",),
    "out": ("owned", "borrowed", "plain"),
    "out array": ("owned", "borrowed", "per_element", "plain"),
    "out struct": ("owned", "per_element"),
    "inout": ("per_element",),
    "inout array": ("per_element",),
    "inout struct": ("per_element",),
    "field": ("owned", "borrowed", "per_element", "plain"),
    "return": ("owned", "borrowed", "plain"),
}


class Refused(Exception):
    """A definition that does not say enough, or says what cannot be: `file:line: sentence`."""

    def __init__(self, sentence: str, place: str = ""):
        super().__init__(sentence)
        self.place = place

    def __str__(self) -> str:
        return f"{self.place}: {self.args[0]}" if self.place else str(self.args[0])


@dataclass
class Words:
    """The words of one place, each with its argument ("" where it has none)."""

    said: dict[str, str]
    verb: str

    def has(self, word: str) -> bool:
        return word in self.said

    def argument(self, word: str) -> str:
        return self.said.get(word, "")


def parse(notes: list[str], allowed: tuple[str, ...]) -> Words:
    """The annotations of one place, as words; a sentence in Refused where they are none, or stand in the wrong place."""
    said: dict[str, str] = {}
    for note in notes:
        word, _, argument = note.partition(":")
        if word not in VERBS + PORT_WORDS + POINTER_WORDS + FUNCTION_WORDS:
            raise Refused(f'"{word}" is no word of verbs.h')
        if word not in allowed:
            raise Refused(f'"{word}" says nothing here')
        if word in said:
            raise Refused(f'"{word}" is said twice')
        if (word in WITH_ARGUMENT) != bool(argument):
            raise Refused(f'"{word}" needs an argument' if word in WITH_ARGUMENT else f'"{word}" takes no argument')
        said[word] = argument
    verbs = [v for v in VERBS if v in said]
    if len(verbs) > 1:
        raise Refused(f'two verbs, "{verbs[0]}" and "{verbs[1]}": say one')
    return Words(said, verbs[0] if verbs else "")


def port(kind: str, words: Words) -> dict[str, Any]:
    """What a place says of the right in it: the fields of ir.Port."""
    return {
        "kind": kind,
        "verb": words.verb,
        "nullable": words.has("nullable"),
        "maybe_dead": words.has("maybe_dead"),
        "released_by": words.argument("released_by"),
        "retained_until": words.argument("retained_until"),
    }


def check_port(words: Words, place: str, what: str) -> None:
    """A port (or a struct that holds one) in a place says exactly one verb, and one that fits."""
    fitting = FITTING[place]
    if not words.verb:
        raise Refused(f"{what} does not say who owns it: one of {', '.join(fitting)}")
    if words.verb not in fitting:
        raise Refused(f'{what} cannot be "{words.verb}": here it is {" or ".join(fitting)}')
    if words.has("released_by") and words.verb not in ("owned", "per_element"):
        raise Refused(f"{what} says who releases it, but nobody owns it")
    if words.has("retained_until") and words.verb != "borrowed":
        raise Refused(f"{what} says how long it is retained, but is not borrowed")
