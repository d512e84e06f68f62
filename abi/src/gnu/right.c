/* Send rights, send-once rights and dead names on GNU Mach: made, and counted. By traps where there are any, by messages
   for the rest.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "right.h"
#include "mach_ops.h"
#include "rpc.h"
#include "traps.h"

machport_status_t machport_gnu_allocate(machport_kind_t kind, machport_name_t *name)
{
    *name = MACHPORT_NULL;
    return machport_gnu_status(machport_gnu_trap_port_allocate(machport_op_task_self(), kind, name));
}

machport_status_t machport_gnu_mod_refs(machport_name_t name, machport_kind_t kind, int32_t delta)
{
    struct machport_gnu_rpc rpc;
    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), MACHPORT_GNU_PORT_MOD_REFS);
    machport_gnu_rpc_put_name(&rpc, name);
    machport_gnu_rpc_put_integer(&rpc, kind);
    machport_gnu_rpc_put_integer(&rpc, (uint32_t)delta);
    return machport_gnu_rpc_call(&rpc);
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
    return machport_gnu_mod_refs(name, kind, 1);
}

machport_status_t machport_op_deallocate(machport_name_t name)
{
    return machport_gnu_status(machport_gnu_trap_port_deallocate(machport_op_task_self(), name));
}
