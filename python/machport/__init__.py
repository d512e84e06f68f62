"""One neutral definition of a raw Mach port, and owned types that release it once.

SPDX-License-Identifier: MIT OR Apache-2.0

The owned types stand on one of two identical raw layers, `machport.raw.swig` and `machport.raw.cffi`. The environment
variable MACHPORT_LAYER chooses; nothing is loaded before the first right is made or taken.
"""

from machport._kinds import DeadName, PortSet, ReceiveRight, SendOnceRight, SendRight, pair, take
from machport._over import Over, over
from machport._right import Right, leaks
from machport.error import MachError

__all__ = [
    "DeadName",
    "MachError",
    "Over",
    "PortSet",
    "ReceiveRight",
    "Right",
    "SendOnceRight",
    "SendRight",
    "leaks",
    "over",
    "pair",
    "take",
]
