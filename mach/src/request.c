/* The table of a port's requests. It grows, and hands its slots out again, as XNU's does, since that is the order in
   which a port's death is told.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "request.h"
#include "space.h"
#include "wait_fd.h"
#include <stdlib.h>

struct requests requests_none = {.wait_fd = NO_FD};

/* Slot 0 heads the free list. */
static kern_return_t resize(struct port *port, uint32_t size)
{
    bool first = port->requests == &requests_none;
    struct requests *requests = realloc(first ? NULL : port->requests, sizeof *requests + size * sizeof *requests->slots);
    if (requests == NULL)
        return KERN_RESOURCE_SHORTAGE;
    if (first)
        *requests = requests_none;
    uint32_t free_slot = requests->size == 0 ? 0 : requests->slots[0].next_free;
    for (uint32_t slot = requests->size == 0 ? 1 : requests->size; slot < size; slot++) {
        requests->slots[slot] = (struct request){.next_free = free_slot};
        free_slot = slot;
    }
    if (size != 0)
        requests->slots[0] = (struct request){.next_free = free_slot};
    requests->size = size;
    port->requests = requests;
    return KERN_SUCCESS;
}

kern_return_t requests_begin(struct port *port)
{
    return port->requests == &requests_none ? resize(port, 0) : KERN_SUCCESS;
}

struct port *requests_take(struct port **request)
{
    struct port *notify = *request;
    if (notify != NULL)
        *request = NULL;
    return notify;
}

void requests_free(struct port *port)
{
    if (port->requests == &requests_none)
        return;
    wait_fd_end(&port->requests->wait_fd);
    free(port->requests);
}

static uint32_t find(struct port *port, struct space *space, mach_port_name_t name)
{
    for (uint32_t slot = 1; slot < port->requests->size; slot++) {
        struct request *request = &port->requests->slots[slot];
        if (request->space == space && request->name == name)
            return slot;
    }
    return 0;
}

kern_return_t request_add(struct port *port, struct space *space, mach_port_name_t name, mach_port_type_t type,
                          struct port *notify)
{
    uint32_t size = port->requests->size;
    if (size == 0 || port->requests->slots[0].next_free == 0) {
        kern_return_t status = resize(port, size == 0 ? 2 : size * 2);
        if (status != KERN_SUCCESS)
            return status;
    }
    uint32_t slot = port->requests->slots[0].next_free;
    port->requests->slots[0].next_free = port->requests->slots[slot].next_free;
    port->requests->slots[slot] = (struct request){.notify = notify, .space = space, .name = name, .type = type};
    return KERN_SUCCESS;
}

static struct request take(struct port *port, uint32_t slot)
{
    struct request taken = port->requests->slots[slot];
    port->requests->slots[slot] = (struct request){.next_free = port->requests->slots[0].next_free};
    port->requests->slots[0].next_free = slot;
    return taken;
}

struct port *request_take(struct port *port, struct space *space, mach_port_name_t name)
{
    uint32_t slot = find(port, space, name);
    return slot == 0 ? NULL : take(port, slot).notify;
}

void request_arm(struct port *port, struct space *space, mach_port_name_t name)
{
    uint32_t slot = find(port, space, name);
    if (slot != 0)
        port->requests->slots[slot].type &= ~(mach_port_type_t)MACH_PORT_TYPE_SPREQUEST_DELAYED;
}

struct request request_take_armed(struct port *port)
{
    const mach_port_type_t bits = MACH_PORT_TYPE_SPREQUEST | MACH_PORT_TYPE_SPREQUEST_DELAYED;
    for (uint32_t slot = 1; slot < port->requests->size; slot++) {
        if ((port->requests->slots[slot].type & bits) == MACH_PORT_TYPE_SPREQUEST)
            return take(port, slot);
    }
    return (struct request){.notify = NULL};
}

mach_port_type_t request_type(struct port *port, struct space *space, mach_port_name_t name)
{
    uint32_t slot = find(port, space, name);
    return slot == 0 ? MACH_PORT_TYPE_NONE : port->requests->slots[slot].type;
}

uint32_t request_count(struct port *port)
{
    uint32_t count = 0;
    for (uint32_t slot = 1; slot < port->requests->size; slot++)
        count += port->requests->slots[slot].space != NULL;
    return count;
}
