/* Requests for notifications above <mach/mach.h>, and what the Mach says in one.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_ops.h"
#include "darwin/reply.h"
#include <mach/mach.h>
#include <string.h>

machport_status_t machport_op_request_notification(machport_name_t name, int32_t id, uint32_t sync, machport_name_t notify,
                                                   machport_name_t *previous)
{
    mach_port_t replaced = MACH_PORT_NULL;
    const kern_return_t status =
        mach_port_request_notification(mach_task_self(), name, id, sync, notify, MACH_MSG_TYPE_MOVE_SEND_ONCE, &replaced);
    *previous = status == KERN_SUCCESS && MACH_PORT_VALID(replaced) ? replaced : MACHPORT_NULL;
    /* The notify right was looked at, so this says only that the request that was there has a dead one: the new one is made. */
    return status == KERN_INVALID_CAPABILITY ? KERN_SUCCESS : machport_darwin_reply(status);
}

/* Before the number stands a record of how numbers are represented, NDR_record_t: as the receiver's own are. */
#define REPRESENTATION 8

machport_status_t machport_op_notification_number(const void *bytes, size_t size, uint32_t *number)
{
    *number = 0;
    if (size != REPRESENTATION + sizeof *number)
        return KERN_INVALID_VALUE;
    memcpy(number, (const char *)bytes + REPRESENTATION, sizeof *number);
    return KERN_SUCCESS;
}
