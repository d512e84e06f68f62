/* Copyin of descriptors, one after another.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "debts.h"
#include "descriptor.h"
#include "entry.h"
#include "memory.h"
#include "task.h"
#include "transit.h"
#include <stdlib.h>
#include <string.h>

enum { PORTS_MOST = 16383 }; /* in one message */

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

static mach_msg_return_t check(const mach_msg_descriptor_t *descriptor, uint64_t *ports)
{
    switch (descriptor->type.type) {
    case MACH_MSG_PORT_DESCRIPTOR: ++*ports; return MACH_MSG_SUCCESS;
    case MACH_MSG_OOL_PORTS_DESCRIPTOR:
        *ports += descriptor->ool_ports.count;
        return is_copy(descriptor->ool_ports.copy) ? MACH_MSG_SUCCESS : MACH_SEND_INVALID_TYPE;
    case MACH_MSG_GUARDED_PORT_DESCRIPTOR:
        ++*ports;
        return is_guarded_port(&descriptor->guarded_port) ? MACH_MSG_SUCCESS : MACH_SEND_INVALID_TYPE;
    default: return is_copy(descriptor->out_of_line.copy) ? MACH_MSG_SUCCESS : MACH_SEND_INVALID_TYPE;
    }
}

mach_msg_return_t descriptors_check(const void *buffer, uint32_t size, uint32_t *count, uint32_t *end)
{
    const char *bytes = buffer;
    uint64_t ports = 0;
    uint32_t at = sizeof(mach_msg_base_t);
    memcpy(count, bytes + sizeof(mach_msg_header_t), sizeof *count);
    for (uint32_t i = 0; i < *count; i++) {
        mach_msg_descriptor_t descriptor;
        if (size - at < sizeof descriptor.type)
            return MACH_SEND_MSG_TOO_SMALL;
        memcpy(&descriptor.type, bytes + at, sizeof descriptor.type);
        uint32_t length = descriptor_size(descriptor.type.type);
        if (length == 0)
            return MACH_SEND_INVALID_TYPE;
        if (size - at < length)
            return MACH_SEND_MSG_TOO_SMALL;
        memcpy(&descriptor, bytes + at, length);
        mach_msg_return_t status = check(&descriptor, &ports);
        if (status != MACH_MSG_SUCCESS)
            return status;
        at += length;
    }
    *end = at;
    return ports > PORTS_MOST ? MACH_SEND_TOO_LARGE : MACH_MSG_SUCCESS;
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

/* One right of the body. The message's destination is where a receive right travels to. */
static mach_msg_return_t copyin(struct message *message, mach_port_name_t name, mach_msg_type_name_t disposition,
                                const mach_msg_guarded_port_descriptor_t *guarded, struct port **port, struct debts *debts)
{
    struct right right = {MACH_MSG_TYPE_PORT_NONE, NULL};
    *port = name == MACH_PORT_DEAD ? &port_dead : NULL;
    if (!MACH_PORT_VALID(name))
        return MACH_MSG_SUCCESS;
    struct space *space = task_lock_current();
    if (space == NULL)
        return MACH_SEND_INVALID_RIGHT;
    kern_return_t status = KERN_INVALID_RIGHT;
    if (guarded == NULL || guard_fits(space, guarded))
        status = right_copyin(space, name, disposition, &right, debts);
    space_unlock(space);
    debts_pay(debts);
    if (status != KERN_SUCCESS)
        return MACH_SEND_INVALID_RIGHT;
    *port = right.port;
    struct port *destination = message->destination.port;
    if (right.type == MACH_MSG_TYPE_PORT_RECEIVE && destination != &port_dead && !transit_begin(right.port, destination))
        message->circular = true;
    return MACH_MSG_SUCCESS;
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
                                      struct carried *carried, struct debts *debts)
{
    carried->copy = (uint8_t)ool->copy;
    if (ool->count == 0)
        return MACH_MSG_SUCCESS;
    mach_port_name_t *names = malloc(ool->count * sizeof *names);
    carried->ports = malloc(ool->count * sizeof *carried->ports);
    mach_msg_return_t status = names == NULL || carried->ports == NULL ? MACH_SEND_NO_BUFFER : read_names(ool, names);
    while (status == MACH_MSG_SUCCESS && carried->count < ool->count) {
        status = copyin(message, names[carried->count], ool->disposition, NULL, &carried->ports[carried->count], debts);
        carried->count += status == MACH_MSG_SUCCESS;
    }
    free(names);
    if (status != MACH_MSG_SUCCESS)
        carried_destroy(carried, debts);
    return status;
}

static mach_msg_return_t copyin_one(struct message *message, const mach_msg_descriptor_t *descriptor, struct carried *carried,
                                    struct debts *debts)
{
    *carried = (struct carried){.type = (uint8_t)descriptor->type.type};
    switch (descriptor->type.type) {
    case MACH_MSG_PORT_DESCRIPTOR:
        carried->disposition = (uint8_t)right_type(descriptor->port.disposition);
        return copyin(message, descriptor->port.name, descriptor->port.disposition, NULL, &carried->port, debts);
    case MACH_MSG_GUARDED_PORT_DESCRIPTOR:
        carried->disposition = MACH_MSG_TYPE_PORT_RECEIVE;
        carried->guard_flags = (uint8_t)descriptor->guarded_port.flags;
        return copyin(message, descriptor->guarded_port.name, MACH_MSG_TYPE_MOVE_RECEIVE, &descriptor->guarded_port,
                      &carried->port, debts);
    case MACH_MSG_OOL_PORTS_DESCRIPTOR:
        carried->disposition = (uint8_t)right_type(descriptor->ool_ports.disposition);
        return copyin_ports(message, &descriptor->ool_ports, carried, debts);
    default: return copyin_memory(&descriptor->out_of_line, carried);
    }
}

mach_msg_return_t descriptors_copyin(const void *buffer, uint32_t count, struct message *message, struct debts *debts)
{
    const char *at = (const char *)buffer + sizeof(mach_msg_base_t);
    for (uint32_t i = 0; i < count; i++) {
        mach_msg_descriptor_t descriptor;
        memcpy(&descriptor.type, at, sizeof descriptor.type);
        uint32_t size = descriptor_size(descriptor.type.type);
        memcpy(&descriptor, at, size);
        mach_msg_return_t status = copyin_one(message, &descriptor, &message->carried[i], debts);
        if (status != MACH_MSG_SUCCESS) {
            message->carried_count = i;
            return status;
        }
        at += size;
    }
    return MACH_MSG_SUCCESS;
}
