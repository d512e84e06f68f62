"""The one exception of machport: a status that is not success.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from __future__ import annotations

from typing import Any


class MachError(Exception):
    """A call answered a status other than success.

    results holds what the call gave back all the same, shaped as on success: rights that were kept are still the caller's.
    """

    def __init__(self, call: str, status: int, name: str, text: str, results: Any = None) -> None:
        super().__init__(call, status, name, text, results)
        self.call = call
        self.status = status
        self.name = name
        self.text = text
        self.results = results

    def __str__(self) -> str:
        return f"{self.call}: {self.name} ({self.status}): {self.text}"


class NoReply(Exception):
    """A request got no reply, and will get none: the right to reply to it ended unused."""
