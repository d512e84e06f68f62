/* The ports that the system gives a task on GNU Mach.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_ops.h"
#include "rpc.h"
#include "traps.h"
#include <stdatomic.h>

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

/* These traps answer with a name alone. */
static machport_status_t given(machport_name_t right, machport_name_t *name)
{
    const int good = right != MACHPORT_NULL && right != MACHPORT_DEAD;
    *name = good ? right : MACHPORT_NULL;
    return good ? MACHPORT_KERN_SUCCESS : MACHPORT_KERN_RESOURCE_SHORTAGE;
}

machport_status_t machport_op_host_self(machport_name_t *host)
{
    return given(machport_gnu_trap_host_self(), host);
}

machport_status_t machport_op_thread_self(machport_name_t *thread)
{
    return given(machport_gnu_trap_thread_self(), thread);
}

/* The kernel has Darwin's numbers for the task and the bootstrap port. The host's port is not a task's own here, and a
   task has no name port: their numbers stand for others. */
machport_status_t machport_op_special_port(uint32_t which, machport_name_t *port)
{
    struct machport_gnu_rpc rpc;
    *port = MACHPORT_NULL;
    if (which == MACHPORT_SPECIAL_HOST)
        return machport_op_host_self(port);
    if (which == MACHPORT_SPECIAL_NAME)
        return MACHPORT_KERN_NOT_SUPPORTED;
    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), MACHPORT_GNU_TASK_GET_SPECIAL_PORT);
    machport_gnu_rpc_put_integer(&rpc, which);
    const machport_status_t status = machport_gnu_rpc_call(&rpc);
    return status != MACHPORT_KERN_SUCCESS ? status : machport_gnu_rpc_take_right(&rpc, MACHPORT_MOVE_SEND, port);
}
