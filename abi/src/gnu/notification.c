/* Requests for notifications on GNU Mach, by message, and what the kernel says in one.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_ops.h"
#include "rpc.h"
#include <string.h>

static machport_status_t request(machport_name_t name, int32_t id, uint32_t sync, machport_name_t notify,
                                 machport_name_t *previous)
{
    struct machport_gnu_rpc rpc;
    *previous = MACHPORT_NULL;
    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), MACHPORT_GNU_PORT_REQUEST_NOTIFICATION);
    rpc.header.bits |= MACHPORT_GNU_COMPLEX;
    machport_gnu_rpc_put_name(&rpc, name);
    machport_gnu_rpc_put_integer(&rpc, (uint32_t)id);
    machport_gnu_rpc_put_integer(&rpc, sync);
    machport_gnu_rpc_put(&rpc, MACHPORT_MOVE_SEND_ONCE, MACHPORT_GNU_RIGHT_BITS, notify);
    const machport_status_t status = machport_gnu_rpc_call(&rpc);
    if (status != MACHPORT_KERN_SUCCESS)
        return status;
    const machport_status_t taken = machport_gnu_rpc_take_right(&rpc, MACHPORT_MOVE_SEND_ONCE, previous);
    if (*previous == MACHPORT_DEAD)
        *previous = MACHPORT_NULL;
    return taken;
}

machport_status_t machport_op_request_notification(machport_name_t name, int32_t id, uint32_t sync, machport_name_t notify,
                                                   machport_name_t *previous)
{
    machport_name_t second;
    *previous = MACHPORT_NULL;
    if (id == MACHPORT_NOTIFY_SEND_POSSIBLE) {
        if (notify != MACHPORT_NULL)
            (void)machport_op_deallocate(notify);
        return MACHPORT_KERN_NOT_SUPPORTED;
    }
    machport_status_t status = request(name, id, sync, notify, previous);
    if (status != MACHPORT_KERN_SUCCESS || id != MACHPORT_NOTIFY_PORT_DESTROYED || *previous == MACHPORT_NULL)
        return status;
    /* This Mach replaces the first request: it is put back, and the second one's right goes as one that is refused. */
    status = request(name, id, sync, *previous, &second);
    *previous = MACHPORT_NULL;
    if (status != MACHPORT_KERN_SUCCESS)
        return status;
    (void)machport_op_deallocate(second);
    return MACHPORT_KERN_FAILURE;
}

/* One value of 32 bits: a name, or a count. */
machport_status_t machport_op_notification_number(const void *bytes, size_t size, uint32_t *number)
{
    *number = 0;
    if (size != sizeof *number)
        return MACHPORT_KERN_INVALID_VALUE;
    memcpy(number, bytes, sizeof *number);
    return MACHPORT_KERN_SUCCESS;
}
