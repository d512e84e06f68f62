/* Ports whose receive right the kernel holds: mach_host_self, mach_thread_self, task_get_special_port, task_set_special_port.
   SPDX-License-Identifier: MIT OR Apache-2.0
   All of them give a send right of its own, which the caller must release: only the task's own port is known without. */
#include "special.h"
#include "call.h"
#include "right.h"
#include "task.h"
#include <mach/task.h>
#include <pthread.h>

static struct port *host;
static _Thread_local struct port *thread; /* made when it is first asked for */
static pthread_key_t thread_key;          /* ends it with its thread */
static bool thread_key_made;

static void end_thread(void *port)
{
    struct debts debts;
    debts_begin(&debts, NULL);
    thread = NULL;
    right_destroy((struct right){MACH_MSG_TYPE_PORT_RECEIVE, port}, &debts);
    debts_pay(&debts);
}

bool special_begin(void)
{
    if (!thread_key_made)
        thread_key_made = pthread_key_create(&thread_key, end_thread) == 0;
    /* After a fork the memory of the parent's ports serves the child's: nobody looks at the parent's again. */
    if (host == NULL)
        host = port_create();
    else
        port_begin_in_child(host);
    if (thread != NULL)
        port_begin_in_child(thread);
    return thread_key_made && host != NULL;
}

struct right special_copy_send(struct port *port)
{
    struct right right = {MACH_MSG_TYPE_PORT_SEND, port};
    if (port == NULL || port == &port_dead)
        return right;
    lock_acquire(&port->lock);
    if (port_is_active(port)) {
        port->srights++;
        port_reference(port);
    } else {
        right.port = &port_dead;
    }
    lock_release(&port->lock);
    return right;
}

/* MACH_PORT_NULL where there is no room for the right. */
static mach_port_t give(struct port *port)
{
    mach_port_name_t name = MACH_PORT_NULL;
    right_deliver(special_copy_send(port), &name);
    return name;
}

mach_port_t mach_host_self(void)
{
    return give(host);
}

mach_port_t mach_thread_self(void)
{
    if (thread == NULL) {
        struct port *port = port_create();
        if (port == NULL)
            return MACH_PORT_NULL;
        if (pthread_setspecific(thread_key, port) != 0) {
            end_thread(port);
            return MACH_PORT_NULL;
        }
        thread = port;
    }
    return give(thread);
}

kern_return_t task_get_special_port(task_inspect_t task, int which_port, mach_port_t *special_port)
{
    struct space *space;
    struct right right = {MACH_MSG_TYPE_PORT_NONE, NULL};
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    switch (which_port) {
    case TASK_KERNEL_PORT: right = special_copy_send(space->self); break;
    case TASK_HOST_PORT: right = special_copy_send(host); break;
    case TASK_NAME_PORT: right = special_copy_send(space->name_port); break;
    case TASK_BOOTSTRAP_PORT: right = special_copy_send(space->bootstrap); break;
    default: status = KERN_INVALID_ARGUMENT;
    }
    space_unlock(space);
    if (status != KERN_SUCCESS)
        return status;
    *special_port = MACH_PORT_NULL;
    return right.port == NULL ? KERN_SUCCESS : right_deliver_in_reply(right, special_port);
}

/* Copies a send right of the calling task into the message that the call is. */
static kern_return_t take(mach_port_name_t name, struct right *right)
{
    struct debts debts;
    debts_begin(&debts, NULL);
    *right = (struct right){MACH_MSG_TYPE_PORT_SEND, name == MACH_PORT_DEAD ? &port_dead : NULL};
    if (!MACH_PORT_VALID(name))
        return KERN_SUCCESS;
    struct space *space = task_lock_current();
    if (space == NULL)
        return KERN_INVALID_TASK;
    kern_return_t status = right_copyin(space, name, MACH_MSG_TYPE_COPY_SEND, right, &debts);
    return unlock_and_return(space, status == KERN_SUCCESS ? status : MACH_SEND_INVALID_RIGHT);
}

static kern_return_t check_settable(int which_port)
{
    switch (which_port) {
    case TASK_BOOTSTRAP_PORT: return KERN_SUCCESS;
    case TASK_KERNEL_PORT:
    case TASK_HOST_PORT: return KERN_NO_ACCESS;
    default: return KERN_INVALID_ARGUMENT;
    }
}

kern_return_t task_set_special_port(task_t task, int which_port, mach_port_t special_port)
{
    struct space *space;
    struct right right;
    struct debts debts;
    debts_begin(&debts, NULL);
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    space_unlock(space);
    status = take(special_port, &right);
    if (status != KERN_SUCCESS)
        return status;
    status = task_lock(task, &space);
    if (status == KERN_SUCCESS) {
        status = check_settable(which_port);
        if (status == KERN_SUCCESS) {
            struct port *old = space->bootstrap;
            space->bootstrap = right.port;
            right.port = old;
        }
        space_unlock(space);
    }
    /* The one that was replaced, or that could not be set. */
    right_destroy(right, &debts);
    debts_pay(&debts);
    return status;
}
