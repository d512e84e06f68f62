/* Port sets on GNU Mach, where a receive right is in one set at most.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_ops.h"
#include "receive.h"
#include "right.h"
#include "rpc.h"

machport_status_t machport_op_set_new(machport_name_t *name)
{
    return machport_gnu_allocate(MACHPORT_KIND_PORT_SET, name);
}

machport_status_t machport_op_set_destroy(machport_name_t name)
{
    return machport_gnu_mod_refs(name, MACHPORT_KIND_PORT_SET, -1);
}

/* Into a set, out of the one that it was in; MACHPORT_NULL: out of that one alone. */
static machport_status_t move(machport_name_t receive, machport_name_t set)
{
    struct machport_gnu_rpc rpc;
    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), MACHPORT_GNU_PORT_MOVE_MEMBER);
    machport_gnu_rpc_put_name(&rpc, receive);
    machport_gnu_rpc_put_name(&rpc, set);
    return machport_gnu_rpc_call(&rpc);
}

/* Nothing is moved out of another set behind the back of whoever receives from that. */
machport_status_t machport_op_set_insert(machport_name_t set, machport_name_t receive)
{
    struct machport_gnu_receive_status port;
    const machport_status_t status = machport_gnu_receive_status(receive, &port);
    if (status != MACHPORT_KERN_SUCCESS)
        return status;
    if (port.set == set)
        return MACHPORT_KERN_ALREADY_IN_SET;
    return port.set != MACHPORT_NULL ? MACHPORT_KERN_NOT_SUPPORTED : move(receive, set);
}

machport_status_t machport_op_set_extract(machport_name_t set, machport_name_t receive)
{
    struct machport_gnu_receive_status port;
    const machport_status_t status = machport_gnu_receive_status(receive, &port);
    if (status != MACHPORT_KERN_SUCCESS)
        return status;
    return port.set != set ? MACHPORT_KERN_NOT_IN_SET : move(receive, MACHPORT_NULL);
}

machport_status_t machport_op_set_members(machport_name_t set, machport_name_t *names, size_t capacity, size_t *count)
{
    struct machport_gnu_rpc rpc;
    struct machport_gnu_array members;
    *count = 0;
    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), MACHPORT_GNU_PORT_GET_SET_STATUS);
    machport_gnu_rpc_put_name(&rpc, set);
    machport_status_t status = machport_gnu_rpc_call(&rpc);
    if (status == MACHPORT_KERN_SUCCESS)
        status = machport_gnu_rpc_take_array(&rpc, &members);
    if (status != MACHPORT_KERN_SUCCESS)
        return status;
    for (size_t i = 0; i < members.count && i < capacity; i++)
        names[i] = members.elements[i];
    *count = members.count;
    machport_gnu_array_release(&members);
    return MACHPORT_KERN_SUCCESS;
}
