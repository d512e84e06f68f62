"""How a right is taken whose kind is not known before.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from machport import _capsule
from machport._exchange import capsule_of
from machport._right import Right, types_of


def take(source: object, *, layer: str | None = None) -> Right:
    """Takes the right out of a capsule, or out of an object that has `__mach_port_export__()`, into the owned type of its
    kind. A capsule gives its right once: ValueError where it was taken before."""
    types = types_of(layer)
    of_kind: dict[int, Right] = {kind: each._unfilled() for kind, each in types.by_kind.items()}
    kind, name, guard = _capsule.take(capsule_of(source), types.raw.MACHPORT_KIND_ANY)
    right = of_kind[kind]
    right._name, right._guard = name, guard
    return right
