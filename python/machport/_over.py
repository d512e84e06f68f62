"""The owned types over one raw layer of the caller's choice, for a program that uses both.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import functools
from collections.abc import Callable
from types import ModuleType
from typing import NamedTuple

from machport import _kinds
from machport._layer import checked, load
from machport._right import Right, bound


class Over(NamedTuple):
    """What `machport` has at its top, bound to one layer. Its types are subclasses of the top's."""

    layer: str
    raw: ModuleType
    SendRight: type[_kinds.SendRight]
    SendOnceRight: type[_kinds.SendOnceRight]
    ReceiveRight: type[_kinds.ReceiveRight]
    PortSet: type[_kinds.PortSet]
    DeadName: type[_kinds.DeadName]
    pair: Callable[..., tuple[_kinds.ReceiveRight, _kinds.SendRight]]
    take: Callable[[object], Right]


def over(layer: str) -> Over:
    """The owned types over a layer, "swig" or "cffi", whichever MACHPORT_LAYER chooses. Both may be used in one process:
    a right made over one is the same right over the other."""
    return Over(
        layer=layer,
        raw=load(checked(layer)),
        SendRight=bound(_kinds.SendRight, layer),
        SendOnceRight=bound(_kinds.SendOnceRight, layer),
        ReceiveRight=bound(_kinds.ReceiveRight, layer),
        PortSet=bound(_kinds.PortSet, layer),
        DeadName=bound(_kinds.DeadName, layer),
        pair=functools.partial(_kinds.pair, layer=layer),
        take=functools.partial(_kinds.take, layer=layer),
    )
