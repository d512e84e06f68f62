"""The owned types over one raw layer of the caller's choice, for a program that uses both.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import functools
from collections.abc import Callable
from types import ModuleType
from typing import NamedTuple

from machport import _kinds, _port_set, _receive, _send, _special
from machport._layer import checked, load
from machport._right import Right, bound


class Over(NamedTuple):
    """What `machport` has at its top, bound to one layer. Its types are subclasses of the top's."""

    layer: str
    raw: ModuleType
    SendRight: type[_send.SendRight]
    SendOnceRight: type[_send.SendOnceRight]
    ReceiveRight: type[_receive.ReceiveRight]
    PortSet: type[_port_set.PortSet]
    DeadName: type[_send.DeadName]
    pair: Callable[..., tuple[_receive.ReceiveRight, _send.SendRight]]
    take: Callable[[object], Right]
    task_self: Callable[[], _special.TaskSelf]
    host_self: Callable[[], _send.SendRight]
    thread_self: Callable[[], _send.SendRight]
    special_port: Callable[[int], _send.SendRight | None]


def over(layer: str) -> Over:
    """The owned types over a layer, "swig" or "cffi", whichever MACHPORT_LAYER chooses. Both may be used in one process:
    a right made over one is the same right over the other."""
    return Over(
        layer=layer,
        raw=load(checked(layer)),
        SendRight=bound(_send.SendRight, layer),
        SendOnceRight=bound(_send.SendOnceRight, layer),
        ReceiveRight=bound(_receive.ReceiveRight, layer),
        PortSet=bound(_port_set.PortSet, layer),
        DeadName=bound(_send.DeadName, layer),
        pair=functools.partial(_receive.pair, layer=layer),
        take=functools.partial(_kinds.take, layer=layer),
        task_self=functools.partial(_special.task_self, layer=layer),
        host_self=functools.partial(_special.host_self, layer=layer),
        thread_self=functools.partial(_special.thread_self, layer=layer),
        special_port=functools.partial(_special.special_port, layer=layer),
    )
