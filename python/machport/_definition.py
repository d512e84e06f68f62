"""The definition in its machine-readable form, as the package was built from it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import functools
import json
from importlib.resources import files
from typing import NotRequired, TypedDict, cast

Status = TypedDict("Status", {"name": str, "constant": str, "value": int, "class": str, "text": str})


class Constant(TypedDict):
    name: str
    value: int
    doc: str


class Param(TypedDict):
    name: str
    direction: str
    kind: NotRequired[str]
    verb: NotRequired[str]
    doc: str


class Function(TypedDict):
    name: str
    params: list[Param]
    doc: str


class Definition(TypedDict):
    version: str
    hash: str
    constants: list[Constant]
    statuses: list[Status]
    functions: list[Function]


@functools.cache
def definition() -> Definition:
    """The whole definition."""
    return cast(Definition, json.loads(files("machport").joinpath("machport.json").read_text("utf-8")))
