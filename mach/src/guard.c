/* Guards and contexts of receive rights.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "call.h"
#include "task.h"

/* The receive right of a guard call, with its space and its port locked: a name that is none is a mistake that XNU raises an exception for. */
static kern_return_t begin(mach_port_name_t task, mach_port_name_t name, struct space **space, struct port **port)
{
    kern_return_t status = task_lock(task, space);
    if (status != KERN_SUCCESS)
        return status;
    if (!MACH_PORT_VALID(name))
        return unlock_and_return(*space, KERN_INVALID_NAME);
    status = lock_receive(*space, name, port);
    return status == KERN_SUCCESS ? status : unlock_and_return(*space, guard_exception(status));
}

static kern_return_t finish(struct space *space, struct port *port, kern_return_t status)
{
    pthread_mutex_unlock(&port->lock);
    return unlock_and_return(space, status);
}

kern_return_t mach_port_guard_with_flags(ipc_space_t task, mach_port_name_t name, mach_port_context_t guard, uint64_t flags)
{
    struct space *space;
    struct port *port;
    kern_return_t status = begin(task, name, &space, &port);
    if (status != KERN_SUCCESS)
        return status;
    if (port->context != 0)
        return finish(space, port, guard_exception(KERN_INVALID_ARGUMENT));
    port->context = guard;
    port->guarded = true;
    port->strict_guard = (flags & MPG_STRICT) != 0;
    if ((flags & MPG_IMMOVABLE_RECEIVE) != 0)
        port->immovable = true;
    return finish(space, port, KERN_SUCCESS);
}

kern_return_t mach_port_guard(ipc_space_t task, mach_port_name_t name, mach_port_context_t guard, boolean_t strict)
{
    return mach_port_guard_with_flags(task, name, guard, strict ? MPG_STRICT : MPG_FLAGS_NONE);
}

kern_return_t mach_port_unguard(ipc_space_t task, mach_port_name_t name, mach_port_context_t guard)
{
    struct space *space;
    struct port *port;
    kern_return_t status = begin(task, name, &space, &port);
    if (status != KERN_SUCCESS)
        return status;
    if (!port->guarded || port->context != guard)
        return finish(space, port, guard_exception(KERN_INVALID_ARGUMENT));
    port->context = 0;
    port->guarded = port->strict_guard = false;
    return finish(space, port, KERN_SUCCESS);
}

kern_return_t mach_port_swap_guard(ipc_space_t task, mach_port_name_t name, mach_port_context_t old_guard, mach_port_context_t new_guard)
{
    struct space *space;
    struct port *port;
    kern_return_t status = begin(task, name, &space, &port);
    if (status != KERN_SUCCESS)
        return status;
    if (!port->guarded || port->strict_guard || port->context != old_guard)
        return finish(space, port, guard_exception(KERN_INVALID_ARGUMENT));
    port->context = new_guard;
    return finish(space, port, KERN_SUCCESS);
}

/* The calls on contexts refuse NULL and DEAD in another way, and raise no exception for a name that is none. */
static kern_return_t begin_context(mach_port_name_t task, mach_port_name_t name, struct space **space, struct port **port)
{
    kern_return_t status = task_lock(task, space);
    if (status != KERN_SUCCESS)
        return status;
    if (!MACH_PORT_VALID(name))
        return unlock_and_return(*space, KERN_INVALID_RIGHT);
    status = lock_receive(*space, name, port);
    return status == KERN_SUCCESS ? status : unlock_and_return(*space, status);
}

kern_return_t mach_port_get_context(ipc_space_read_t task, mach_port_name_t name, mach_port_context_t *context)
{
    struct space *space;
    struct port *port;
    kern_return_t status = begin_context(task, name, &space, &port);
    if (status != KERN_SUCCESS)
        return status;
    *context = port->strict_guard ? 0 : port->context;
    return finish(space, port, KERN_SUCCESS);
}

kern_return_t mach_port_set_context(ipc_space_t task, mach_port_name_t name, mach_port_context_t context)
{
    struct space *space;
    struct port *port;
    kern_return_t status = begin_context(task, name, &space, &port);
    if (status != KERN_SUCCESS)
        return status;
    if (port->strict_guard)
        return finish(space, port, guard_exception(KERN_INVALID_ARGUMENT));
    port->context = context;
    return finish(space, port, KERN_SUCCESS);
}
