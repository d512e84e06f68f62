/* Copyout of descriptors, one after another.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "debts.h"
#include "descriptor.h"
#include "entry.h"
#include "memory.h"
#include "task.h"
#include "transit.h"
#include <stdlib.h>
#include <string.h>

/* What arrives guarded has the buffer's address for its guard. Needs the space's lock. */
static void guard(struct space *space, mach_port_name_t name, const struct carried *carried, struct taker taker)
{
    struct entry *entry = entry_lookup(space, name);
    if (entry == NULL || (carried->guard_flags & MACH_MSG_GUARD_FLAGS_IMMOVABLE_RECEIVE) == 0)
        return;
    struct port *port = entry_port(entry);
    lock_acquire(&port->lock);
    port->guarded = true;
    port->immovable = !taker.sender;
    port->context = (uintptr_t)taker.buffer;
    lock_release(&port->lock);
}

/* One right of the body. */
static mach_msg_return_t copyout(struct port *port, const struct carried *carried, struct taker taker, mach_port_name_t *name,
                                 struct debts *debts)
{
    struct right right = {carried->disposition, port};
    *name = port == &port_dead ? MACH_PORT_DEAD : MACH_PORT_NULL;
    if (port == NULL || port == &port_dead)
        return MACH_MSG_SUCCESS;
    if (right.type == MACH_MSG_TYPE_PORT_RECEIVE)
        transit_end(port);
    struct space *space = task_lock_current();
    kern_return_t status = KERN_INVALID_TASK;
    if (space != NULL) {
        status = right_copyout(space, right, name, debts);
        if (status == KERN_SUCCESS && carried->type == MACH_MSG_GUARDED_PORT_DESCRIPTOR)
            guard(space, *name, carried, taker);
        space_unlock(space);
    }
    if (status != KERN_SUCCESS) {
        right_destroy(right, debts);
        *name = MACH_PORT_NULL;
    }
    debts_pay(debts);
    return status == KERN_SUCCESS ? MACH_MSG_SUCCESS : MACH_MSG_IPC_SPACE;
}

static mach_msg_return_t copyout_ports(struct carried *carried, struct taker taker, mach_msg_ool_ports_descriptor_t *ool,
                                       struct debts *debts)
{
    mach_msg_return_t status = MACH_MSG_SUCCESS;
    mach_port_name_t *names = memory_allocate(carried->count * sizeof *names);
    *ool = (mach_msg_ool_ports_descriptor_t){.type = MACH_MSG_OOL_PORTS_DESCRIPTOR,
                                             .disposition = carried->disposition,
                                             .copy = MACH_MSG_VIRTUAL_COPY,
                                             .deallocate = 1};
    if (names == NULL) {
        status = carried->count == 0 ? MACH_MSG_SUCCESS : MACH_MSG_VM_SPACE;
        carried_destroy(carried, debts);
        return status;
    }
    for (uint32_t i = 0; i < carried->count; i++)
        status |= copyout(carried->ports[i], carried, taker, &names[i], debts);
    free(carried->ports);
    ool->address = names;
    ool->count = carried->count;
    return status;
}

static mach_msg_return_t copyout_guarded(struct carried *carried, struct taker taker, mach_msg_guarded_port_descriptor_t *guarded,
                                         struct debts *debts)
{
    mach_port_name_t name;
    mach_msg_return_t status = copyout(carried->port, carried, taker, &name, debts);
    *guarded = (mach_msg_guarded_port_descriptor_t){.type = MACH_MSG_GUARDED_PORT_DESCRIPTOR,
                                                    .disposition = carried->disposition,
                                                    .flags = carried->guard_flags,
                                                    .name = name};
    if (MACH_PORT_VALID(name) && (carried->guard_flags & MACH_MSG_GUARD_FLAGS_IMMOVABLE_RECEIVE) != 0) {
        guarded->flags = MACH_MSG_GUARD_FLAGS_IMMOVABLE_RECEIVE;
        guarded->context = (uintptr_t)taker.buffer;
    }
    return status;
}

static mach_msg_return_t copyout_one(struct carried *carried, struct taker taker, mach_msg_descriptor_t *descriptor,
                                     struct debts *debts)
{
    switch (carried->type) {
    case MACH_MSG_PORT_DESCRIPTOR: {
        descriptor->port = (mach_msg_port_descriptor_t){.type = carried->type, .disposition = carried->disposition};
        mach_port_name_t name;
        mach_msg_return_t status = copyout(carried->port, carried, taker, &name, debts);
        descriptor->port.name = name;
        return status;
    }
    case MACH_MSG_GUARDED_PORT_DESCRIPTOR: return copyout_guarded(carried, taker, &descriptor->guarded_port, debts);
    case MACH_MSG_OOL_PORTS_DESCRIPTOR: return copyout_ports(carried, taker, &descriptor->ool_ports, debts);
    default:
        descriptor->out_of_line = (mach_msg_ool_descriptor_t){.address = carried->memory, .size = carried->count};
        descriptor->out_of_line.type = carried->type;
        descriptor->out_of_line.copy = carried->copy;
        descriptor->out_of_line.deallocate = carried->copy == MACH_MSG_VIRTUAL_COPY;
        return MACH_MSG_SUCCESS;
    }
}

/* Before anything is handed over, so that other rights to the same port arrive dead. */
static void destroy_guarded(struct message *message, struct debts *debts)
{
    for (uint32_t i = 0; i < message->carried_count; i++) {
        struct carried *carried = &message->carried[i];
        if (carried->type != MACH_MSG_GUARDED_PORT_DESCRIPTOR)
            continue;
        carried_destroy(carried, debts);
        carried->port = NULL;
    }
}

mach_msg_return_t descriptors_copyout(struct message *message, struct taker taker, struct debts *debts)
{
    char *at = (char *)taker.buffer + sizeof(mach_msg_header_t);
    mach_msg_return_t status = MACH_MSG_SUCCESS;
    if (!taker.knows_guarded)
        destroy_guarded(message, debts);
    memcpy(at, &message->carried_count, sizeof(mach_msg_body_t));
    at += sizeof(mach_msg_body_t);
    for (uint32_t i = 0; i < message->carried_count; i++) {
        mach_msg_descriptor_t descriptor;
        uint32_t size = descriptor_size(message->carried[i].type);
        status |= copyout_one(&message->carried[i], taker, &descriptor, debts);
        memcpy(at, &descriptor, size);
        at += size;
    }
    return status;
}
