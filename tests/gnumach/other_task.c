/* Another task of the kernel's, which never runs: its task port does everything in its name space.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "other_task.h"
#include "check.h"
#include "gnu/rpc.h"
#include "gnu/traps.h"
#include "mach_ops.h"

#define TASK_CREATE INT32_C(2007)
#define TASK_TERMINATE INT32_C(2008)

static machport_send_t task;

void other_task_begin(void)
{
    struct machport_gnu_rpc rpc;
    machport_gnu_rpc_begin(&rpc, machport_op_task_self(), TASK_CREATE);
    machport_gnu_rpc_put(&rpc, MACHPORT_GNU_BOOLEAN, 32, 0);
    CHECK_EQ(machport_gnu_rpc_call(&rpc), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_gnu_rpc_take_right(&rpc, MACHPORT_MOVE_SEND, &task), MACHPORT_KERN_SUCCESS);
}

void other_task_end(void)
{
    struct machport_gnu_rpc rpc;
    machport_gnu_rpc_begin(&rpc, task, TASK_TERMINATE);
    CHECK_EQ(machport_gnu_rpc_call(&rpc), MACHPORT_KERN_SUCCESS);
    CHECK_EQ(machport_op_deallocate(task), MACHPORT_KERN_SUCCESS);
}

machport_receive_t other_task_port_new(void)
{
    machport_name_t theirs = MACHPORT_NULL;
    CHECK_EQ(machport_gnu_trap_port_allocate(task, MACHPORT_KIND_RECEIVE, &theirs), MACHPORT_KERN_SUCCESS);
    return theirs;
}

void other_task_port_release(machport_receive_t theirs)
{
    struct machport_gnu_rpc rpc;
    machport_gnu_rpc_begin(&rpc, task, MACHPORT_GNU_PORT_MOD_REFS);
    machport_gnu_rpc_put_name(&rpc, theirs);
    machport_gnu_rpc_put_integer(&rpc, MACHPORT_KIND_RECEIVE);
    machport_gnu_rpc_put_integer(&rpc, UINT32_MAX); /* -1 */
    CHECK_EQ(machport_gnu_rpc_call(&rpc), MACHPORT_KERN_SUCCESS);
}

machport_name_t other_task_give(machport_receive_t theirs, uint32_t disposition)
{
    struct machport_gnu_rpc rpc;
    machport_name_t given = MACHPORT_NULL;
    machport_gnu_rpc_begin(&rpc, task, MACHPORT_GNU_PORT_EXTRACT_RIGHT);
    machport_gnu_rpc_put_name(&rpc, theirs);
    machport_gnu_rpc_put_integer(&rpc, disposition);
    CHECK_EQ(machport_gnu_rpc_call(&rpc), MACHPORT_KERN_SUCCESS);
    const uint32_t arrives = disposition == MACHPORT_MAKE_SEND ? MACHPORT_MOVE_SEND : MACHPORT_MOVE_SEND_ONCE;
    CHECK_EQ(machport_gnu_rpc_take_right(&rpc, arrives, &given), MACHPORT_KERN_SUCCESS);
    return given;
}
