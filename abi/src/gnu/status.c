/* GNU Mach's statuses in Darwin's numbers.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "traps.h"

/* The bit among MACHPORT_GNU_NO_ROOM that is the name space's. */
#define NO_ROOM_FOR_NAME INT32_C(0x2000)

#define MESSAGE_STATUS INT32_C(0x10000000)

machport_status_t machport_gnu_status(int32_t status)
{
    switch (status) {
    case 24: return MACHPORT_KERN_PROTECTION_FAILURE; /* a write to memory that tells of writes */
    case 26: return MACHPORT_KERN_TERMINATED;
    case 27: return MACHPORT_KERN_OPERATION_TIMED_OUT;
    case 28: return MACHPORT_KERN_ABORTED;
    /* What a send with a promise to notify answers; none is made here, and Darwin has no such answer. */
    case 0x10000005:
    case 0x10000006:
    case 0x1000000e: return MACHPORT_KERN_FAILURE;
    default: break;
    }
    if (status < MESSAGE_STATUS || (status & MACHPORT_GNU_NO_ROOM) == 0)
        return status;
    return (status & NO_ROOM_FOR_NAME) != 0 ? MACHPORT_KERN_NO_SPACE : MACHPORT_KERN_RESOURCE_SHORTAGE;
}
