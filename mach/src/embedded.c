/* mach/embedded.h: tasks, gifts, limits and the count of guard exceptions.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "call.h"
#include "exception.h"
#include "magazine.h"
#include "right.h"
#include "task.h"
#include <mach/embedded.h>
#include <mach/mach.h>

machport_status_t mach_embedded_task_create(uint64_t *task)
{
    if (task == NULL)
        return MACHPORT_E_POINTER;
    *task = 0;
    return task_create(task);
}

machport_status_t mach_embedded_task_enter(uint64_t task, uint64_t *previous)
{
    return previous == NULL ? MACHPORT_E_POINTER : task_enter(task, previous);
}

machport_status_t mach_embedded_task_current(uint64_t *task)
{
    if (task == NULL)
        return MACHPORT_E_POINTER;
    *task = task_current();
    return KERN_SUCCESS;
}

machport_status_t mach_embedded_task_destroy(uint64_t task)
{
    return task_destroy(task);
}

static kern_return_t take(mach_port_name_t name, uint32_t disposition, struct right *right)
{
    struct debts debts;
    debts_begin(&debts, NULL);
    struct space *space = task_lock_current();
    if (space == NULL)
        return KERN_INVALID_TASK;
    kern_return_t status = right_copyin(space, name, disposition, right, &debts);
    if (status == KERN_SUCCESS && right->port == &port_dead)
        status = KERN_INVALID_RIGHT;
    return unlock_and_return(space, status);
}

machport_status_t mach_embedded_right_give(machport_any_t name, uint32_t disposition, uint64_t task, machport_name_t *given)
{
    struct right right;
    struct debts debts;
    debts_begin(&debts, NULL);
    if (given == NULL)
        return MACHPORT_E_POINTER;
    *given = MACH_PORT_NULL;
    struct space *space = task_lock_number(task);
    if (space == NULL)
        return KERN_INVALID_TASK;
    space_unlock(space);
    if (disposition < MACH_MSG_TYPE_COPY_SEND || disposition > MACH_MSG_TYPE_MAKE_SEND_ONCE)
        return KERN_INVALID_VALUE;
    kern_return_t status = take(name, disposition, &right);
    if (status != KERN_SUCCESS)
        return status;
    space = task_lock_number(task);
    status = KERN_INVALID_TASK;
    if (space != NULL) {
        status = right_copyout(space, right, given, &debts);
        space_unlock(space);
    }
    if (status != KERN_SUCCESS)
        right_destroy(right, &debts);
    debts_pay(&debts);
    return status;
}

machport_status_t mach_embedded_bootstrap_set(machport_send_t port)
{
    const kern_return_t status = task_set_special_port(mach_task_self(), TASK_BOOTSTRAP_PORT, port);
    return status == MACH_SEND_INVALID_RIGHT ? KERN_INVALID_NAME : status;
}

machport_status_t mach_embedded_limit_names(uint32_t names)
{
    struct space *space = task_lock_current();
    if (space == NULL)
        return KERN_INVALID_TASK;
    magazines_stop(space);
    space->limit = names;
    space_consider(space);
    magazines_go_on(space);
    return unlock_and_return(space, KERN_SUCCESS);
}

machport_status_t mach_embedded_guard_exceptions(uint64_t *count)
{
    if (count == NULL)
        return MACHPORT_E_POINTER;
    *count = guard_exceptions();
    return KERN_SUCCESS;
}

machport_status_t mach_embedded_reset(void)
{
    return task_reset();
}
