/* Copyout of receive rights, guarded or not, and of what lies out of line.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "descriptor.h"
#include "entry.h"
#include "memory.h"
#include "transit.h"
#include <stdlib.h>
#include <string.h>

/* What arrives guarded has the buffer's address for its guard. Needs the space's lock. */
static void guard(struct space *space, const struct carried *carried, struct taker taker)
{
    struct entry *entry = entry_lookup(space, carried->name);
    if (entry == NULL || (carried->guard_flags & MACH_MSG_GUARD_FLAGS_IMMOVABLE_RECEIVE) == 0)
        return;
    struct port *port = entry_port(entry);
    lock_acquire(&port->lock);
    port->guarded = true;
    port->immovable = !taker.sender;
    port->context = (uintptr_t)taker.buffer;
    lock_release(&port->lock);
}

mach_msg_return_t descriptor_destroy_right(struct right right, struct visit *visit, struct debts *debts)
{
    visit_leave(visit);
    right_destroy(right, debts);
    debts_pay(debts);
    return MACH_MSG_IPC_SPACE;
}

/* A receive right, or a right of an array, which may be one. */
static mach_msg_return_t copyout(struct right right, mach_port_name_t *name, struct visit *visit, struct debts *debts)
{
    if (right.type == MACH_MSG_TYPE_PORT_RECEIVE && right.port != NULL && right.port != &port_dead) {
        visit_leave(visit);
        transit_end(right.port);
    }
    return descriptor_copyout_right(right, name, visit, debts);
}

static mach_msg_return_t copyout_ports(struct carried *carried, struct visit *visit, struct debts *debts)
{
    mach_msg_return_t status = MACH_MSG_SUCCESS;
    visit_leave(visit);
    mach_port_name_t *names = memory_allocate(carried->count * sizeof *names);
    if (names != NULL) {
        for (uint32_t i = 0; i < carried->count; i++)
            status |= copyout((struct right){carried->disposition, carried->ports[i]}, &names[i], visit, debts);
        free(carried->ports);
    } else {
        status = carried->count == 0 ? MACH_MSG_SUCCESS : MACH_MSG_VM_SPACE;
        carried_destroy(carried, debts);
        carried->count = 0;
    }
    carried->memory = names;
    return status;
}

mach_msg_return_t descriptor_copyout(struct carried *carried, struct taker taker, struct visit *visit, struct debts *debts)
{
    mach_msg_return_t status = MACH_MSG_SUCCESS;
    switch (carried->type) {
    case MACH_MSG_PORT_DESCRIPTOR:
    case MACH_MSG_GUARDED_PORT_DESCRIPTOR:
        status = copyout((struct right){carried->disposition, carried->port}, &carried->name, visit, debts);
        if (carried->type == MACH_MSG_GUARDED_PORT_DESCRIPTOR && MACH_PORT_VALID(carried->name) && visit->space != NULL)
            guard(visit->space, carried, taker);
        return status;
    case MACH_MSG_OOL_PORTS_DESCRIPTOR: return copyout_ports(carried, visit, debts);
    default: return status;
    }
}

void descriptors_destroy_guarded(struct message *message, struct visit *visit, struct debts *debts)
{
    for (uint32_t i = 0; i < message->carried_count; i++) {
        struct carried *carried = &message->carried[i];
        if (carried->type != MACH_MSG_GUARDED_PORT_DESCRIPTOR)
            continue;
        visit_leave(visit);
        carried_destroy(carried, debts);
        carried->port = NULL;
    }
}

static void write_guarded(const struct carried *carried, const mach_msg_header_t *header,
                          mach_msg_guarded_port_descriptor_t *guarded)
{
    *guarded = (mach_msg_guarded_port_descriptor_t){.type = MACH_MSG_GUARDED_PORT_DESCRIPTOR,
                                                    .disposition = carried->disposition,
                                                    .flags = carried->guard_flags,
                                                    .name = carried->name};
    if (MACH_PORT_VALID(carried->name) && (carried->guard_flags & MACH_MSG_GUARD_FLAGS_IMMOVABLE_RECEIVE) != 0) {
        guarded->flags = MACH_MSG_GUARD_FLAGS_IMMOVABLE_RECEIVE;
        guarded->context = (uintptr_t)header;
    }
}

void descriptor_write(const struct carried *carried, const mach_msg_header_t *header, char *at)
{
    mach_msg_descriptor_t descriptor;
    switch (carried->type) {
    case MACH_MSG_GUARDED_PORT_DESCRIPTOR: write_guarded(carried, header, &descriptor.guarded_port); break;
    case MACH_MSG_OOL_PORTS_DESCRIPTOR:
        descriptor.ool_ports = (mach_msg_ool_ports_descriptor_t){.type = MACH_MSG_OOL_PORTS_DESCRIPTOR,
                                                                 .disposition = carried->disposition,
                                                                 .copy = MACH_MSG_VIRTUAL_COPY,
                                                                 .deallocate = 1,
                                                                 .address = carried->memory,
                                                                 .count = carried->count};
        break;
    default:
        descriptor.out_of_line = (mach_msg_ool_descriptor_t){.address = carried->memory, .size = carried->count};
        descriptor.out_of_line.type = carried->type;
        descriptor.out_of_line.copy = carried->copy;
        descriptor.out_of_line.deallocate = carried->copy == MACH_MSG_VIRTUAL_COPY;
    }
    memcpy(at, &descriptor, descriptor_size(carried->type));
}
