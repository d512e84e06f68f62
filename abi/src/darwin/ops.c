/* The Mach operations above <mach/mach.h>: Apple's where there is one, libmach's elsewhere, so that what runs on a
   Mac is what is tested. Law of the file: no call here raises a guard exception for a right that the caller holds. So
   rights are given back by deallocate, destruct, or mod_refs on a set; never by mach_port_destroy, nor by
   mod_refs(-1) on a send right.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_ops.h"
#include <mach/mach.h>
#include <pthread.h>
#include <stdlib.h>
#if !defined(__APPLE__)
#include <mach/embedded.h>
#endif

#if defined(__APPLE__)
const char machport_op_mach_name[] = "darwin";

uint32_t machport_op_space(void)
{
    return 0; /* one for the life of a process */
}
#else
const char machport_op_mach_name[] = "embedded";

uint32_t machport_op_space(void)
{
    uint64_t task;
    return mach_embedded_task_current(&task) == KERN_SUCCESS ? (uint32_t)task : 0;
}
#endif

void machport_op_at_fork(void (*child)(void))
{
    if (pthread_atfork(NULL, NULL, child) != 0)
        abort(); /* the child would release its parent's names */
}

machport_name_t machport_op_task_self(void)
{
    return mach_task_self();
}

machport_status_t machport_op_type(machport_name_t name, uint32_t *types)
{
    mach_port_type_t type = 0;
    const kern_return_t status = mach_port_type(mach_task_self(), name, &type);
    *types = type;
    return status;
}

machport_status_t machport_op_get_refs(machport_name_t name, machport_kind_t kind, uint32_t *urefs)
{
    mach_port_urefs_t refs = 0;
    const kern_return_t status = mach_port_get_refs(mach_task_self(), name, kind, &refs);
    *urefs = refs;
    return status;
}

machport_status_t machport_op_names(machport_name_t *names, uint32_t *types, size_t capacity, size_t *count)
{
    mach_port_name_array_t all_names = NULL;
    mach_port_type_array_t all_types = NULL;
    mach_msg_type_number_t names_count = 0, types_count = 0;
    *count = 0;
    const kern_return_t status = mach_port_names(mach_task_self(), &all_names, &names_count, &all_types, &types_count);
    if (status != KERN_SUCCESS)
        return status;
    for (size_t i = 0; i < names_count && i < capacity; i++) {
        names[i] = all_names[i];
        types[i] = all_types[i];
    }
    *count = names_count;
    (void)vm_deallocate(mach_task_self(), (vm_address_t)all_names, names_count * sizeof *all_names);
    (void)vm_deallocate(mach_task_self(), (vm_address_t)all_types, types_count * sizeof *all_types);
    return KERN_SUCCESS;
}

machport_status_t machport_op_receive_new(uint32_t flags, machport_guard_t guard, int send, machport_name_t *name)
{
    mach_port_options_t options = {0};
    mach_port_name_t made = MACH_PORT_NULL;
    *name = MACHPORT_NULL;
    const mach_port_context_t context = (mach_port_context_t)guard;
    if (context != guard)
        return KERN_INVALID_ARGUMENT; /* wider than a guard of this machine */
    if (flags & MACHPORT_GUARD)
        options.flags |= MPO_CONTEXT_AS_GUARD;
    if (flags & MACHPORT_GUARD_STRICT)
        options.flags |= MPO_STRICT;
    if (flags & MACHPORT_GUARD_IMMOVABLE)
        options.flags |= MPO_IMMOVABLE_RECEIVE;
    if (send)
        options.flags |= MPO_INSERT_SEND_RIGHT;
    const kern_return_t status = mach_port_construct(mach_task_self(), &options, context, &made);
    if (status == KERN_SUCCESS)
        *name = made;
    return status;
}

machport_status_t machport_op_set_new(machport_name_t *name)
{
    mach_port_name_t made = MACH_PORT_NULL;
    const kern_return_t status = mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_PORT_SET, &made);
    *name = status == KERN_SUCCESS ? made : MACHPORT_NULL;
    return status;
}

machport_status_t machport_op_make_send(machport_name_t receive)
{
    return mach_port_insert_right(mach_task_self(), receive, receive, MACH_MSG_TYPE_MAKE_SEND);
}

/* The right was made, and then found no room on its way back. */
static machport_status_t room(mach_msg_return_t status)
{
    switch (status) {
    case MACH_RCV_BODY_ERROR | MACH_MSG_IPC_SPACE: return KERN_NO_SPACE;
    case MACH_RCV_BODY_ERROR | MACH_MSG_IPC_KERNEL: return KERN_RESOURCE_SHORTAGE;
    default: return status;
    }
}

machport_status_t machport_op_make_send_once(machport_name_t receive, machport_name_t *send_once)
{
    mach_port_t made = MACH_PORT_NULL;
    mach_msg_type_name_t type = 0;
    const kern_return_t status = mach_port_extract_right(mach_task_self(), receive, MACH_MSG_TYPE_MAKE_SEND_ONCE, &made, &type);
    *send_once = status == KERN_SUCCESS ? made : MACHPORT_NULL;
    return room(status);
}

machport_status_t machport_op_retain(machport_name_t name, machport_kind_t kind)
{
    return mach_port_mod_refs(mach_task_self(), name, kind, 1);
}

machport_status_t machport_op_deallocate(machport_name_t name)
{
    return mach_port_deallocate(mach_task_self(), name);
}

machport_status_t machport_op_set_destroy(machport_name_t name)
{
    return mach_port_mod_refs(mach_task_self(), name, MACH_PORT_RIGHT_PORT_SET, -1);
}

machport_status_t machport_op_receive_destroy(machport_name_t name, uint32_t send_urefs, machport_guard_t guard)
{
    const mach_port_context_t context = (mach_port_context_t)guard;
    if (context != guard)
        return KERN_INVALID_ARGUMENT; /* no right of this machine has it */
    return mach_port_destruct(mach_task_self(), name, -(mach_port_delta_t)send_urefs, context);
}
