"""The five kinds of right, and how an owned type is found for a right whose kind is not known before.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

from machport import _capsule
from machport._exchange import capsule_of
from machport._layer import load
from machport._port_set import PortSet
from machport._receive import ReceiveRight
from machport._right import Right, bound
from machport._send import DeadName, SendOnceRight, SendRight

KINDS: tuple[type[Right], ...] = (SendRight, SendOnceRight, ReceiveRight, PortSet, DeadName)


def take(source: object, *, layer: str | None = None) -> Right:
    """Takes the right out of a capsule, or out of an object that has `__mach_port_export__()`, into the owned type of its
    kind. A capsule gives its right once: ValueError where it was taken before."""
    raw = load(layer)
    kind, name, guard = _capsule.take(capsule_of(source), raw.MACHPORT_KIND_ANY)
    owned = {getattr(raw, each._kind_constant): each for each in KINDS}[kind]
    return bound(owned, layer)._own(name, guard)
