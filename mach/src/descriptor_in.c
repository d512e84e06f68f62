/* Copyin of descriptors, one after another.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "descriptor.h"
#include "memory.h"
#include "transit.h"
#include <stdlib.h>
#include <string.h>

static bool is_copy(mach_msg_copy_options_t copy)
{
    return copy == MACH_MSG_PHYSICAL_COPY || copy == MACH_MSG_VIRTUAL_COPY;
}

static bool is_guarded_port(const mach_msg_guarded_port_descriptor_t *guarded)
{
    bool unguarded = (guarded->flags & MACH_MSG_GUARD_FLAGS_UNGUARDED_ON_SEND) != 0;
    return guarded->disposition == MACH_MSG_TYPE_MOVE_RECEIVE && guarded->flags != 0 &&
           (guarded->flags & ~(unsigned)MACH_MSG_GUARD_FLAGS_MASK) == 0 && !(unguarded && guarded->context != 0);
}

/* One descriptor, which is of a known type. Says how many ports it has. */
static mach_msg_return_t check(const char *at, uint32_t type, uint32_t *ports)
{
    mach_msg_descriptor_t descriptor;
    memcpy(&descriptor, at, descriptor_size(type));
    *ports = 0;
    switch (type) {
    case MACH_MSG_PORT_DESCRIPTOR: *ports = 1; return MACH_MSG_SUCCESS;
    case MACH_MSG_OOL_PORTS_DESCRIPTOR:
        *ports = descriptor.ool_ports.count;
        return is_copy(descriptor.ool_ports.copy) ? MACH_MSG_SUCCESS : MACH_SEND_INVALID_TYPE;
    case MACH_MSG_GUARDED_PORT_DESCRIPTOR:
        *ports = 1;
        return is_guarded_port(&descriptor.guarded_port) ? MACH_MSG_SUCCESS : MACH_SEND_INVALID_TYPE;
    default: return is_copy(descriptor.out_of_line.copy) ? MACH_MSG_SUCCESS : MACH_SEND_INVALID_TYPE;
    }
}

mach_msg_return_t descriptors_check(const void *buffer, uint32_t size, uint32_t *count, uint32_t *end)
{
    const char *bytes = buffer;
    uint32_t at = sizeof(mach_msg_base_t);
    uint64_t ports = 0;
    memcpy(count, bytes + sizeof(mach_msg_header_t), sizeof *count);
    for (uint32_t i = 0; i < *count; i++) {
        if (size - at < sizeof(mach_msg_type_descriptor_t))
            return MACH_SEND_MSG_TOO_SMALL;
        const uint32_t type = descriptor_type(bytes + at), length = descriptor_size(type);
        uint32_t carried;
        if (length == 0)
            return MACH_SEND_INVALID_TYPE;
        if (size - at < length)
            return MACH_SEND_MSG_TOO_SMALL;
        mach_msg_return_t status = check(bytes + at, type, &carried);
        if (status != MACH_MSG_SUCCESS)
            return status;
        ports += carried;
        at += length;
    }
    *end = at;
    return ports > DESCRIPTOR_PORTS_MOST ? MACH_SEND_TOO_LARGE : MACH_MSG_SUCCESS;
}

/* Whether a port may leave as a guarded descriptor says. Needs the space's lock. */
static bool guard_fits(struct space *space, const mach_msg_guarded_port_descriptor_t *guarded)
{
    struct entry *entry = entry_lookup(space, guarded->name);
    if (entry == NULL || (entry_holds(entry) & HOLDS_RECEIVE) == 0)
        return false;
    struct port *port = entry_port(entry);
    bool unguarded = (guarded->flags & MACH_MSG_GUARD_FLAGS_UNGUARDED_ON_SEND) != 0;
    lock_acquire(&port->lock);
    bool fits = unguarded ? !port->guarded : port->guarded && port->context == guarded->context;
    lock_release(&port->lock);
    return fits;
}

/* A receive right travels to the message's destination. */
static void travel(struct message *message, struct port *receive, struct visit *visit)
{
    struct port *destination = message->destination.port;
    visit_leave(visit);
    if (destination != &port_dead && !transit_begin(receive, destination))
        message->circular = true;
}

/* One right of the body. */
static mach_msg_return_t copyin_right(struct message *message, mach_port_name_t name, mach_msg_type_name_t disposition,
                                      struct port **port, struct visit *visit, struct debts *debts)
{
    struct right right;
    *port = name == MACH_PORT_DEAD ? &port_dead : NULL;
    if (!MACH_PORT_VALID(name))
        return MACH_MSG_SUCCESS;
    struct space *space = visit_lock(visit);
    if (space == NULL || right_copyin(space, name, disposition, &right, debts) != KERN_SUCCESS)
        return MACH_SEND_INVALID_RIGHT;
    *port = right.port;
    visit_pay(visit, debts);
    if (right.type == MACH_MSG_TYPE_PORT_RECEIVE)
        travel(message, right.port, visit);
    return MACH_MSG_SUCCESS;
}

static mach_msg_return_t copyin_guarded(struct message *message, const mach_msg_guarded_port_descriptor_t *guarded,
                                        struct carried *carried, struct visit *visit, struct debts *debts)
{
    struct space *space = visit_lock(visit);
    carried->disposition = MACH_MSG_TYPE_PORT_RECEIVE;
    carried->guard_flags = (uint8_t)guarded->flags;
    message->guarded = true;
    if (MACH_PORT_VALID(guarded->name) && (space == NULL || !guard_fits(space, guarded)))
        return MACH_SEND_INVALID_RIGHT;
    return copyin_right(message, guarded->name, MACH_MSG_TYPE_MOVE_RECEIVE, &carried->port, visit, debts);
}

static mach_msg_return_t copyin_memory(const mach_msg_ool_descriptor_t *ool, struct carried *carried)
{
    carried->copy = (uint8_t)ool->copy;
    if (ool->size == 0)
        return MACH_MSG_SUCCESS;
    carried->memory = memory_allocate(ool->size);
    if (carried->memory == NULL)
        return MACH_SEND_NO_BUFFER;
    if (!memory_read(carried->memory, (uintptr_t)ool->address, ool->size)) {
        memory_free(carried->memory, ool->size);
        return MACH_SEND_INVALID_MEMORY;
    }
    if (ool->deallocate)
        (void)memory_unmap((uintptr_t)ool->address, ool->size);
    carried->count = ool->size;
    return MACH_MSG_SUCCESS;
}

/* The names, in the caller's memory of the kind that frees itself no more once it was read. */
static mach_msg_return_t read_names(const mach_msg_ool_ports_descriptor_t *ool, mach_port_name_t *names)
{
    size_t size = ool->count * sizeof *names;
    if (!memory_read(names, (uintptr_t)ool->address, size))
        return MACH_SEND_INVALID_MEMORY;
    if (ool->deallocate)
        (void)memory_unmap((uintptr_t)ool->address, size);
    return MACH_MSG_SUCCESS;
}

static mach_msg_return_t copyin_ports(struct message *message, const mach_msg_ool_ports_descriptor_t *ool,
                                      struct carried *carried, struct visit *visit, struct debts *debts)
{
    carried->disposition = (uint8_t)right_type(ool->disposition);
    carried->copy = (uint8_t)ool->copy;
    if (ool->count == 0)
        return MACH_MSG_SUCCESS;
    mach_port_name_t *names = malloc(ool->count * sizeof *names);
    carried->ports = malloc(ool->count * sizeof *carried->ports);
    mach_msg_return_t status = names == NULL || carried->ports == NULL ? MACH_SEND_NO_BUFFER : read_names(ool, names);
    while (status == MACH_MSG_SUCCESS && carried->count < ool->count) {
        struct port **port = &carried->ports[carried->count];
        status = copyin_right(message, names[carried->count], ool->disposition, port, visit, debts);
        carried->count += status == MACH_MSG_SUCCESS;
    }
    free(names);
    if (status != MACH_MSG_SUCCESS) {
        visit_leave(visit);
        carried_destroy(carried, debts);
    }
    return status;
}

static mach_msg_return_t copyin_one(struct message *message, const char *at, struct carried *carried, struct visit *visit,
                                    struct debts *debts)
{
    mach_msg_port_descriptor_t port;
    mach_msg_guarded_port_descriptor_t guarded;
    mach_msg_ool_ports_descriptor_t ports;
    mach_msg_ool_descriptor_t memory;
    *carried = (struct carried){.type = descriptor_type(at)};
    switch (carried->type) {
    case MACH_MSG_PORT_DESCRIPTOR:
        memcpy(&port, at, sizeof port);
        carried->disposition = (uint8_t)right_type(port.disposition);
        return copyin_right(message, port.name, port.disposition, &carried->port, visit, debts);
    case MACH_MSG_GUARDED_PORT_DESCRIPTOR:
        memcpy(&guarded, at, sizeof guarded);
        return copyin_guarded(message, &guarded, carried, visit, debts);
    case MACH_MSG_OOL_PORTS_DESCRIPTOR:
        memcpy(&ports, at, sizeof ports);
        visit_leave(visit);
        return copyin_ports(message, &ports, carried, visit, debts);
    default:
        memcpy(&memory, at, sizeof memory);
        visit_leave(visit);
        return copyin_memory(&memory, carried);
    }
}

mach_msg_return_t descriptors_copyin(const void *buffer, uint32_t from, struct message *message, struct visit *visit,
                                     struct debts *debts)
{
    const char *at = (const char *)buffer + sizeof(mach_msg_base_t) + from * sizeof(mach_msg_port_descriptor_t);
    for (uint32_t i = from; i < message->carried_count; i++) {
        mach_msg_return_t status = copyin_one(message, at, &message->carried[i], visit, debts);
        if (status != MACH_MSG_SUCCESS) {
            message->carried_count = i;
            return status;
        }
        at += descriptor_size(message->carried[i].type);
    }
    return MACH_MSG_SUCCESS;
}
