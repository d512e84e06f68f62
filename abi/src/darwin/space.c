/* The name space and the names in it, above <mach/mach.h>.
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
