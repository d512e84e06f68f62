/* What vectors of several tasks ask of <mach/embedded.h>, on the real kernel: a thread acts as another task by that
   task's port, which the linker puts in the place of this task's own (--wrap). The other task never runs.
   SPDX-License-Identifier: MIT OR Apache-2.0
   A task's number is the name of its port. */
#include <mach/embedded.h>
#include "gnu/rpc.h"
#include "gnu/traps.h"
#include "mach_ops.h"

#define TASK_CREATE INT32_C(2007)
#define TASK_TERMINATE INT32_C(2008)

machport_name_t __real_machport_op_task_self(void);
machport_name_t __wrap_machport_op_task_self(void);
uint32_t __wrap_machport_op_space(void);
int32_t __real_machport_gnu_trap_vm_deallocate(machport_name_t task, uintptr_t address, uintptr_t size);
int32_t __wrap_machport_gnu_trap_vm_deallocate(machport_name_t task, uintptr_t address, uintptr_t size);

static machport_send_t entered; /* MACHPORT_NULL: none */

machport_name_t __wrap_machport_op_task_self(void)
{
    return entered != MACHPORT_NULL ? entered : __real_machport_op_task_self();
}

uint32_t __wrap_machport_op_space(void)
{
    return entered;
}

/* What the kernel answers lies in the memory of whoever asked. */
int32_t __wrap_machport_gnu_trap_vm_deallocate(machport_name_t task, uintptr_t address, uintptr_t size)
{
    (void)task;
    return __real_machport_gnu_trap_vm_deallocate(__real_machport_op_task_self(), address, size);
}

machport_status_t mach_embedded_task_create(uint64_t *task)
{
    struct machport_gnu_rpc rpc;
    machport_send_t port = MACHPORT_NULL;
    machport_gnu_rpc_begin(&rpc, __real_machport_op_task_self(), TASK_CREATE);
    machport_gnu_rpc_put(&rpc, MACHPORT_GNU_BOOLEAN, 32, 0);
    machport_status_t status = machport_gnu_rpc_call(&rpc);
    if (status == MACHPORT_KERN_SUCCESS)
        status = machport_gnu_rpc_take_right(&rpc, MACHPORT_MOVE_SEND, &port);
    *task = port;
    return status;
}

machport_status_t mach_embedded_task_current(uint64_t *task)
{
    *task = __wrap_machport_op_task_self();
    return MACHPORT_KERN_SUCCESS;
}

machport_status_t mach_embedded_task_enter(uint64_t task, uint64_t *previous)
{
    *previous = __wrap_machport_op_task_self();
    entered = task == __real_machport_op_task_self() ? MACHPORT_NULL : (machport_send_t)task;
    return MACHPORT_KERN_SUCCESS;
}

machport_status_t mach_embedded_task_destroy(uint64_t task)
{
    struct machport_gnu_rpc rpc;
    machport_gnu_rpc_begin(&rpc, (machport_send_t)task, TASK_TERMINATE);
    const machport_status_t status = machport_gnu_rpc_call(&rpc);
    return status != MACHPORT_KERN_SUCCESS
               ? status
               : machport_gnu_status(machport_gnu_trap_port_deallocate(__real_machport_op_task_self(), (machport_send_t)task));
}

/* To the process's own task: the kernel's answer brings the right here. */
machport_status_t mach_embedded_right_give(machport_name_t name, uint32_t disposition, uint64_t task, machport_name_t *given)
{
    struct machport_gnu_rpc rpc;
    *given = MACHPORT_NULL;
    if (task != __real_machport_op_task_self() || disposition == MACHPORT_COPY_SEND)
        return MACHPORT_KERN_NOT_SUPPORTED;
    machport_gnu_rpc_begin(&rpc, __wrap_machport_op_task_self(), MACHPORT_GNU_PORT_EXTRACT_RIGHT);
    machport_gnu_rpc_put_name(&rpc, name);
    machport_gnu_rpc_put_integer(&rpc, disposition);
    const machport_status_t status = machport_gnu_rpc_call(&rpc);
    const uint32_t arrives = disposition == MACHPORT_MAKE_SEND ? MACHPORT_MOVE_SEND : MACHPORT_MOVE_SEND_ONCE;
    return status != MACHPORT_KERN_SUCCESS ? status : machport_gnu_rpc_take_right(&rpc, arrives, given);
}
