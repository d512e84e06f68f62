/* Receive rights above <mach/mach.h>: guards, contexts, attributes. Law of the file: nothing but a wrong guard raises a
   guard exception for a right that the caller holds. So a right is destroyed by destruct, which takes its guard, and
   looked at before a call that its guard forbids.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_ops.h"
#include <mach/mach.h>

/* Guards and contexts are 64 bits wide here, and a pointer's width in this Mach. */
static int is_wider(uint64_t context)
{
    return (mach_port_context_t)context != context;
}

machport_status_t machport_op_receive_new(uint32_t flags, machport_guard_t guard, int send, machport_name_t *name)
{
    mach_port_options_t options = {0};
    mach_port_name_t made = MACH_PORT_NULL;
    *name = MACHPORT_NULL;
    if (is_wider(guard))
        return KERN_INVALID_ARGUMENT;
    if (flags & MACHPORT_GUARD)
        options.flags |= MPO_CONTEXT_AS_GUARD;
    if (flags & MACHPORT_GUARD_STRICT)
        options.flags |= MPO_STRICT;
    if (flags & MACHPORT_GUARD_IMMOVABLE)
        options.flags |= MPO_IMMOVABLE_RECEIVE;
    if (send)
        options.flags |= MPO_INSERT_SEND_RIGHT;
    const kern_return_t status = mach_port_construct(mach_task_self(), &options, (mach_port_context_t)guard, &made);
    if (status == KERN_SUCCESS)
        *name = made;
    return status;
}

machport_status_t machport_op_receive_destroy(machport_name_t name, uint32_t send_urefs, machport_guard_t guard)
{
    if (is_wider(guard))
        return KERN_INVALID_ARGUMENT;
    return mach_port_destruct(mach_task_self(), name, -(mach_port_delta_t)send_urefs, (mach_port_context_t)guard);
}

static kern_return_t receive_status(machport_name_t receive, mach_port_status_t *port)
{
    mach_msg_type_number_t words = MACH_PORT_RECEIVE_STATUS_COUNT;
    return mach_port_get_attributes(mach_task_self(), receive, MACH_PORT_RECEIVE_STATUS, (mach_port_info_t)port, &words);
}

/* The flags of a receive right's guard, MACH_PORT_STATUS_FLAG_*. */
static kern_return_t guard_of(machport_name_t receive, natural_t *flags)
{
    mach_port_status_t port = {0};
    const kern_return_t status = receive_status(receive, &port);
    *flags = port.mps_flags;
    return status;
}

machport_status_t machport_op_unguarded(machport_name_t receive)
{
    natural_t found;
    const kern_return_t status = guard_of(receive, &found);
    if (status != KERN_SUCCESS)
        return status;
    return found & MACH_PORT_STATUS_FLAG_GUARDED ? KERN_INVALID_ARGUMENT : KERN_SUCCESS;
}

machport_status_t machport_op_guard_set(machport_name_t receive, machport_guard_t guard, uint32_t flags)
{
    natural_t found;
    uint64_t context, asked = 0;
    kern_return_t status = guard_of(receive, &found);
    if (status == KERN_SUCCESS)
        status = machport_op_context_get(receive, &context);
    if (status != KERN_SUCCESS)
        return status;
    /* The Mach would overwrite a guard of 0, and raise an exception for any other context. */
    if (found & MACH_PORT_STATUS_FLAG_GUARDED || context != 0 || is_wider(guard))
        return KERN_INVALID_ARGUMENT;
    if (flags & MACHPORT_GUARD_STRICT)
        asked |= MPG_STRICT;
    if (flags & MACHPORT_GUARD_IMMOVABLE)
        asked |= MPG_IMMOVABLE_RECEIVE;
    return mach_port_guard_with_flags(mach_task_self(), receive, (mach_port_context_t)guard, asked);
}

machport_status_t machport_op_guard_clear(machport_name_t receive, machport_guard_t guard)
{
    natural_t found;
    const kern_return_t status = guard_of(receive, &found);
    if (status != KERN_SUCCESS)
        return status;
    if (!(found & MACH_PORT_STATUS_FLAG_GUARDED) || is_wider(guard))
        return KERN_INVALID_ARGUMENT;
    return mach_port_unguard(mach_task_self(), receive, (mach_port_context_t)guard);
}

machport_status_t machport_op_context_get(machport_name_t receive, uint64_t *context)
{
    mach_port_context_t found = 0;
    const kern_return_t status = mach_port_get_context(mach_task_self(), receive, &found);
    *context = found;
    return status;
}

machport_status_t machport_op_context_set(machport_name_t receive, uint64_t context)
{
    natural_t found;
    const kern_return_t status = guard_of(receive, &found);
    if (status != KERN_SUCCESS)
        return status;
    if (found & MACH_PORT_STATUS_FLAG_STRICT_GUARD || is_wider(context))
        return KERN_INVALID_ARGUMENT;
    return mach_port_set_context(mach_task_self(), receive, (mach_port_context_t)context);
}

machport_status_t machport_op_attributes(machport_name_t receive, struct machport_op_attributes *attributes)
{
    mach_port_status_t port = {0};
    const kern_return_t status = receive_status(receive, &port);
    *attributes = (struct machport_op_attributes){
        .queue_limit = port.mps_qlimit,
        .message_count = port.mps_msgcount,
        .sequence = port.mps_seqno,
        .make_send_count = port.mps_mscount,
        .send_once_rights = port.mps_sorights,
        .has_senders = port.mps_srights != 0,
    };
    return status;
}

machport_status_t machport_op_queue_limit_set(machport_name_t receive, uint32_t limit)
{
    mach_port_limits_t limits = {.mpl_qlimit = limit};
    return mach_port_set_attributes(mach_task_self(), receive, MACH_PORT_LIMITS_INFO, (mach_port_info_t)&limits,
                                    MACH_PORT_LIMITS_INFO_COUNT);
}
