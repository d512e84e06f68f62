/* Receive rights on GNU Mach, which has attributes, and neither guards nor contexts.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "receive.h"
#include "mach_ops.h"
#include "right.h"
#include "rpc.h"
#include <string.h>

machport_status_t machport_op_receive_new(uint32_t flags, machport_guard_t guard, int send, machport_name_t *name)
{
    (void)guard;
    *name = MACHPORT_NULL;
    if ((flags & MACHPORT_GUARD) != 0)
        return MACHPORT_KERN_NOT_SUPPORTED;
    machport_status_t status = machport_gnu_allocate(MACHPORT_KIND_RECEIVE, name);
    if (status != MACHPORT_KERN_SUCCESS || !send)
        return status;
    status = machport_op_make_send(*name);
    if (status != MACHPORT_KERN_SUCCESS) {
        (void)machport_gnu_mod_refs(*name, MACHPORT_KIND_RECEIVE, -1);
        *name = MACHPORT_NULL;
    }
    return status;
}

machport_status_t machport_op_receive_destroy(machport_name_t name, uint32_t send_urefs, machport_guard_t guard)
{
    (void)guard; /* no right is guarded here */
    uint32_t receives;
    machport_status_t status = machport_op_get_refs(name, MACHPORT_KIND_RECEIVE, &receives);
    if (status == MACHPORT_KERN_SUCCESS && receives == 0)
        status = MACHPORT_KERN_INVALID_RIGHT;
    /* The send rights go first: after the receive right they would be a dead name. Nothing is lost when there are too
       few of them. */
    if (status == MACHPORT_KERN_SUCCESS && send_urefs > 0)
        status = machport_gnu_mod_refs(name, MACHPORT_KIND_SEND, -(int32_t)send_urefs);
    return status != MACHPORT_KERN_SUCCESS ? status : machport_gnu_mod_refs(name, MACHPORT_KIND_RECEIVE, -1);
}

machport_status_t machport_op_unguarded(machport_name_t receive)
{
    (void)receive;
    return MACHPORT_KERN_SUCCESS; /* no right is guarded here */
}

machport_status_t machport_op_guard_set(machport_name_t receive, machport_guard_t guard, uint32_t flags)
{
    (void)receive, (void)guard, (void)flags;
    return MACHPORT_KERN_NOT_SUPPORTED;
}

machport_status_t machport_op_guard_clear(machport_name_t receive, machport_guard_t guard)
{
    (void)receive, (void)guard;
    return MACHPORT_KERN_NOT_SUPPORTED;
}

machport_status_t machport_op_context_get(machport_name_t receive, uint64_t *context)
{
    (void)receive;
    *context = 0;
    return MACHPORT_KERN_NOT_SUPPORTED;
}

machport_status_t machport_op_context_set(machport_name_t receive, uint64_t context)
{
    (void)receive, (void)context;
    return MACHPORT_KERN_NOT_SUPPORTED;
}

machport_status_t machport_gnu_receive_status(machport_name_t receive, struct machport_gnu_receive_status *port)
{
    struct machport_gnu_rpc rpc;
    struct machport_gnu_array words;
    *port = (struct machport_gnu_receive_status){0};
    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), MACHPORT_GNU_PORT_GET_RECEIVE_STATUS);
    machport_gnu_rpc_put_name(&rpc, receive);
    machport_status_t status = machport_gnu_rpc_call(&rpc);
    if (status == MACHPORT_KERN_SUCCESS)
        status = machport_gnu_rpc_take_array(&rpc, &words);
    if (status != MACHPORT_KERN_SUCCESS)
        return status;
    if (words.count * sizeof words.elements[0] == sizeof *port)
        memcpy(port, words.elements, sizeof *port);
    else
        status = MACHPORT_MIG_TYPE_ERROR;
    machport_gnu_array_release(&words);
    return status;
}

machport_status_t machport_op_attributes(machport_name_t receive, struct machport_op_attributes *attributes)
{
    struct machport_gnu_receive_status port;
    const machport_status_t status = machport_gnu_receive_status(receive, &port);
    *attributes = (struct machport_op_attributes){
        .queue_limit = port.queue_limit,
        .message_count = port.message_count,
        .sequence = port.sequence,
        .make_send_count = port.make_send_count,
        .send_once_rights = port.send_once_rights,
        .has_senders = port.has_senders != 0,
    };
    return status;
}

machport_status_t machport_op_queue_limit_set(machport_name_t receive, uint32_t limit)
{
    struct machport_gnu_rpc rpc;
    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), MACHPORT_GNU_PORT_SET_QLIMIT);
    machport_gnu_rpc_put_name(&rpc, receive);
    machport_gnu_rpc_put_integer(&rpc, limit);
    return machport_gnu_rpc_call(&rpc);
}
