/* The Mach operations above GNU Mach.
   SPDX-License-Identifier: MIT OR Apache-2.0
   Traps where there are any, calls by message for the rest. */
#include "mach_ops.h"
#include "rpc.h"
#include "traps.h"
#include <stdatomic.h>

const char machport_op_mach_name[] = "gnumach";

uint32_t machport_op_space(void)
{
    return 0; /* a thread never leaves its task */
}

void machport_op_at_fork(void (*child)(void))
{
    /* The kernel has no fork. It is a work of the C library's, and there is none below a program that runs on the bare kernel. */
    (void)child;
}

machport_name_t machport_op_task_self(void)
{
    static _Atomic(machport_name_t) self;
    machport_name_t known = atomic_load(&self);
    if (known != MACHPORT_NULL)
        return known;
    /* Each trap adds a user reference. One is kept for the process's life; a thread that comes second gives its own back. */
    const machport_name_t name = machport_gnu_trap_task_self();
    if (!atomic_compare_exchange_strong(&self, &known, name))
        machport_gnu_trap_port_deallocate(name, name);
    return name;
}

machport_status_t machport_op_type(machport_name_t name, uint32_t *types)
{
    struct machport_gnu_rpc rpc;
    *types = 0;
    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), MACHPORT_GNU_PORT_TYPE);
    machport_gnu_rpc_put_name(&rpc, name);
    const machport_status_t status = machport_gnu_rpc_call(&rpc);
    return status != MACHPORT_KERN_SUCCESS ? status : machport_gnu_rpc_take_integer(&rpc, types);
}

machport_status_t machport_op_get_refs(machport_name_t name, machport_kind_t kind, uint32_t *urefs)
{
    struct machport_gnu_rpc rpc;
    *urefs = 0;
    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), MACHPORT_GNU_PORT_GET_REFS);
    machport_gnu_rpc_put_name(&rpc, name);
    machport_gnu_rpc_put_integer(&rpc, kind);
    const machport_status_t status = machport_gnu_rpc_call(&rpc);
    return status != MACHPORT_KERN_SUCCESS ? status : machport_gnu_rpc_take_integer(&rpc, urefs);
}

static machport_status_t mod_refs(machport_name_t name, machport_kind_t kind, int32_t delta)
{
    struct machport_gnu_rpc rpc;
    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), MACHPORT_GNU_PORT_MOD_REFS);
    machport_gnu_rpc_put_name(&rpc, name);
    machport_gnu_rpc_put_integer(&rpc, kind);
    machport_gnu_rpc_put_integer(&rpc, (uint32_t)delta);
    return machport_gnu_rpc_call(&rpc);
}

machport_status_t machport_op_names(machport_name_t *names, uint32_t *types, size_t capacity, size_t *count)
{
    struct machport_gnu_rpc rpc;
    struct machport_gnu_array all_names, all_types;
    *count = 0;
    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), MACHPORT_GNU_PORT_NAMES);
    machport_status_t status = machport_gnu_rpc_call(&rpc);
    if (status != MACHPORT_KERN_SUCCESS)
        return status;
    status = machport_gnu_rpc_take_array(&rpc, &all_names);
    if (status != MACHPORT_KERN_SUCCESS)
        return status;
    status = machport_gnu_rpc_take_array(&rpc, &all_types);
    if (status == MACHPORT_KERN_SUCCESS) {
        for (size_t i = 0; i < all_names.count && i < capacity; i++) {
            names[i] = all_names.elements[i];
            types[i] = all_types.elements[i];
        }
        *count = all_names.count;
        machport_gnu_array_release(&all_types);
    }
    machport_gnu_array_release(&all_names);
    return status;
}

static machport_status_t allocate(machport_kind_t kind, machport_name_t *name)
{
    *name = MACHPORT_NULL;
    return machport_gnu_status(machport_gnu_trap_port_allocate(machport_op_task_self(), kind, name));
}

machport_status_t machport_op_receive_new(uint32_t flags, machport_guard_t guard, int send, machport_name_t *name)
{
    (void)guard;
    *name = MACHPORT_NULL;
    if ((flags & MACHPORT_GUARD) != 0)
        return MACHPORT_KERN_NOT_SUPPORTED;
    machport_status_t status = allocate(MACHPORT_KIND_RECEIVE, name);
    if (status != MACHPORT_KERN_SUCCESS || !send)
        return status;
    status = machport_op_make_send(*name);
    if (status != MACHPORT_KERN_SUCCESS) {
        (void)mod_refs(*name, MACHPORT_KIND_RECEIVE, -1);
        *name = MACHPORT_NULL;
    }
    return status;
}

machport_status_t machport_op_set_new(machport_name_t *name)
{
    return allocate(MACHPORT_KIND_PORT_SET, name);
}

machport_status_t machport_op_make_send(machport_name_t receive)
{
    return machport_gnu_status(
        machport_gnu_trap_port_insert_right(machport_op_task_self(), receive, receive, MACHPORT_MAKE_SEND));
}

machport_status_t machport_op_make_send_once(machport_name_t receive, machport_name_t *send_once)
{
    struct machport_gnu_rpc rpc;
    *send_once = MACHPORT_NULL;
    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), MACHPORT_GNU_PORT_EXTRACT_RIGHT);
    machport_gnu_rpc_put_name(&rpc, receive);
    machport_gnu_rpc_put_integer(&rpc, MACHPORT_MAKE_SEND_ONCE);
    const machport_status_t status = machport_gnu_rpc_call(&rpc);
    return status != MACHPORT_KERN_SUCCESS ? status : machport_gnu_rpc_take_right(&rpc, MACHPORT_MOVE_SEND_ONCE, send_once);
}

machport_status_t machport_op_retain(machport_name_t name, machport_kind_t kind)
{
    return mod_refs(name, kind, 1);
}

machport_status_t machport_op_deallocate(machport_name_t name)
{
    return machport_gnu_status(machport_gnu_trap_port_deallocate(machport_op_task_self(), name));
}

machport_status_t machport_op_set_destroy(machport_name_t name)
{
    return mod_refs(name, MACHPORT_KIND_PORT_SET, -1);
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
        status = mod_refs(name, MACHPORT_KIND_SEND, -(int32_t)send_urefs);
    return status != MACHPORT_KERN_SUCCESS ? status : mod_refs(name, MACHPORT_KIND_RECEIVE, -1);
}
