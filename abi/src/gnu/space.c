/* The name space and the names in it, on GNU Mach.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_ops.h"
#include "rpc.h"

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
