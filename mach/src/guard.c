/* Guards and contexts of receive rights.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "call.h"
#include "exception.h"
#include "task.h"

/* For a guard call, a name that holds no receive right is a mistake that XNU raises an exception for. */
static kern_return_t begin(mach_port_name_t task, mach_port_name_t name, struct space **space, struct port **port)
{
    kern_return_t status = receive_begin(task, name, KERN_INVALID_NAME, space, port);
    bool mistake = MACH_PORT_VALID(name) && (status == KERN_INVALID_NAME || status == KERN_INVALID_RIGHT);
    return mistake ? guard_exception(status) : status;
}

kern_return_t mach_port_guard_with_flags(ipc_space_t task, mach_port_name_t name, mach_port_context_t guard, uint64_t flags)
{
    struct space *space;
    struct port *port;
    kern_return_t status = begin(task, name, &space, &port);
    if (status != KERN_SUCCESS)
        return status;
    if (port->context != 0)
        return receive_end(space, port, guard_exception(KERN_INVALID_ARGUMENT));
    port->context = guard;
    port->guarded = true;
    port->strict_guard = (flags & MPG_STRICT) != 0;
    if ((flags & MPG_IMMOVABLE_RECEIVE) != 0)
        port->immovable = true;
    return receive_end(space, port, KERN_SUCCESS);
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
        return receive_end(space, port, guard_exception(KERN_INVALID_ARGUMENT));
    port->context = 0;
    port->guarded = port->strict_guard = false;
    return receive_end(space, port, KERN_SUCCESS);
}

kern_return_t mach_port_swap_guard(ipc_space_t task, mach_port_name_t name, mach_port_context_t old_guard,
                                   mach_port_context_t new_guard)
{
    struct space *space;
    struct port *port;
    kern_return_t status = begin(task, name, &space, &port);
    if (status != KERN_SUCCESS)
        return status;
    if (!port->guarded || port->strict_guard || port->context != old_guard)
        return receive_end(space, port, guard_exception(KERN_INVALID_ARGUMENT));
    port->context = new_guard;
    return receive_end(space, port, KERN_SUCCESS);
}

kern_return_t mach_port_get_context(ipc_space_read_t task, mach_port_name_t name, mach_port_context_t *context)
{
    struct space *space;
    struct port *port;
    kern_return_t status = receive_begin(task, name, KERN_INVALID_RIGHT, &space, &port);
    if (status != KERN_SUCCESS)
        return status;
    *context = port->strict_guard ? 0 : port->context;
    return receive_end(space, port, KERN_SUCCESS);
}

kern_return_t mach_port_set_context(ipc_space_t task, mach_port_name_t name, mach_port_context_t context)
{
    struct space *space;
    struct port *port;
    kern_return_t status = receive_begin(task, name, KERN_INVALID_RIGHT, &space, &port);
    if (status != KERN_SUCCESS)
        return status;
    if (port->strict_guard)
        return receive_end(space, port, guard_exception(KERN_INVALID_ARGUMENT));
    port->context = context;
    return receive_end(space, port, KERN_SUCCESS);
}
