/* The table of a port's requests. It grows, and hands its slots out again, as XNU's does, since that is the order in
   which a port's death is told.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "request.h"
#include "space.h"
#include <stdlib.h>

/* Slot 0 heads the free list. */
static kern_return_t grow(struct port *port)
{
    uint32_t old = port->requests_size;
    uint32_t size = old == 0 ? 2 : old * 2;
    struct request *table = realloc(port->requests, size * sizeof *table);
    if (table == NULL)
        return KERN_RESOURCE_SHORTAGE;
    uint32_t free_slot = old == 0 ? 0 : table[0].next_free;
    for (uint32_t slot = old == 0 ? 1 : old; slot < size; slot++) {
        table[slot] = (struct request){.next_free = free_slot};
        free_slot = slot;
    }
    table[0] = (struct request){.next_free = free_slot};
    port->requests = table;
    port->requests_size = size;
    return KERN_SUCCESS;
}

static uint32_t find(struct port *port, struct space *space, mach_port_name_t name)
{
    for (uint32_t slot = 1; slot < port->requests_size; slot++) {
        struct request *request = &port->requests[slot];
        if (request->notify != NULL && request->space == space && request->name == name)
            return slot;
    }
    return 0;
}

kern_return_t request_add(struct port *port, struct space *space, mach_port_name_t name, mach_port_type_t type,
                          struct port *notify)
{
    if (port->requests_size == 0 || port->requests[0].next_free == 0) {
        kern_return_t status = grow(port);
        if (status != KERN_SUCCESS)
            return status;
    }
    uint32_t slot = port->requests[0].next_free;
    port->requests[0].next_free = port->requests[slot].next_free;
    port->requests[slot] = (struct request){.notify = notify, .space = space, .name = name, .type = type};
    return KERN_SUCCESS;
}

struct port *request_take(struct port *port, struct space *space, mach_port_name_t name)
{
    uint32_t slot = find(port, space, name);
    if (slot == 0)
        return NULL;
    struct port *notify = port->requests[slot].notify;
    port->requests[slot] = (struct request){.next_free = port->requests[0].next_free};
    port->requests[0].next_free = slot;
    return notify;
}

mach_port_type_t request_type(struct port *port, struct space *space, mach_port_name_t name)
{
    uint32_t slot = find(port, space, name);
    return slot == 0 ? MACH_PORT_TYPE_NONE : port->requests[slot].type;
}

uint32_t request_count(struct port *port)
{
    uint32_t count = 0;
    for (uint32_t slot = 1; slot < port->requests_size; slot++)
        count += port->requests[slot].notify != NULL;
    return count;
}
