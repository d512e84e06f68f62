/* Port sets above <mach/mach.h>.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_ops.h"
#include <mach/mach.h>

machport_status_t machport_op_set_new(machport_name_t *name)
{
    mach_port_name_t made = MACH_PORT_NULL;
    const kern_return_t status = mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_PORT_SET, &made);
    *name = status == KERN_SUCCESS ? made : MACHPORT_NULL;
    return status;
}

/* Not by mach_port_destroy, which as gladly takes another kind. */
machport_status_t machport_op_set_destroy(machport_name_t name)
{
    return mach_port_mod_refs(mach_task_self(), name, MACH_PORT_RIGHT_PORT_SET, -1);
}

machport_status_t machport_op_set_insert(machport_name_t set, machport_name_t receive)
{
    return mach_port_insert_member(mach_task_self(), receive, set);
}

machport_status_t machport_op_set_extract(machport_name_t set, machport_name_t receive)
{
    return mach_port_extract_member(mach_task_self(), receive, set);
}

machport_status_t machport_op_set_members(machport_name_t set, machport_name_t *names, size_t capacity, size_t *count)
{
    mach_port_name_array_t members = NULL;
    mach_msg_type_number_t members_count = 0;
    *count = 0;
    const kern_return_t status = mach_port_get_set_status(mach_task_self(), set, &members, &members_count);
    if (status != KERN_SUCCESS)
        return status;
    for (size_t i = 0; i < members_count && i < capacity; i++)
        names[i] = members[i];
    *count = members_count;
    (void)vm_deallocate(mach_task_self(), (vm_address_t)members, members_count * sizeof *members);
    return KERN_SUCCESS;
}
