"""One neutral definition of a raw Mach port, and owned types that release it once.

SPDX-License-Identifier: MIT OR Apache-2.0

The owned types stand on one of two identical raw layers, `machport.raw.swig` and `machport.raw.cffi`. The environment
variable MACHPORT_LAYER chooses; nothing is loaded before the first right is made or taken.
"""

from machport._cargo import Carried, Unsent
from machport._kinds import take
from machport._message import Message
from machport._messages import Messages
from machport._notification import (
    DeadNameNotification,
    NoSendersNotification,
    Notification,
    PortDeletedNotification,
    PortDestroyedNotification,
    SendOnceNotification,
    SendPossibleNotification,
)
from machport._over import Over, over
from machport._port_set import PortSet
from machport._receive import ReceiveRight, pair
from machport._right import Right, leaks
from machport._send import DeadName, SendOnceRight, SendRight
from machport._special import TaskSelf, host_self, special_port, task_self, thread_self
from machport.error import MachError, NoReply

__all__ = [
    "Carried",
    "DeadName",
    "DeadNameNotification",
    "MachError",
    "Message",
    "Messages",
    "NoReply",
    "NoSendersNotification",
    "Notification",
    "Over",
    "PortDeletedNotification",
    "PortDestroyedNotification",
    "PortSet",
    "ReceiveRight",
    "Right",
    "SendOnceNotification",
    "SendOnceRight",
    "SendPossibleNotification",
    "SendRight",
    "TaskSelf",
    "Unsent",
    "host_self",
    "leaks",
    "over",
    "pair",
    "special_port",
    "take",
    "task_self",
    "thread_self",
]
