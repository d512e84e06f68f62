/* mach_msg_destroy: releases what a message names, received or never sent, as a user does.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "destroy.h"
#include "memory.h"
#include <stddef.h>

/* A right that was to be made is made first: that is what Darwin does, and the make-send count tells. Where it cannot be made,
   Darwin releases what the name holds. */
static void destroy_port(mach_port_t port, mach_msg_type_name_t disposition)
{
    mach_port_t made = port;
    mach_msg_type_name_t type;
    if (!MACH_PORT_VALID(port))
        return;
    switch (disposition) {
    case MACH_MSG_TYPE_MOVE_SEND:
    case MACH_MSG_TYPE_MOVE_SEND_ONCE: (void)mach_port_deallocate(mach_task_self(), port); break;
    case MACH_MSG_TYPE_MAKE_SEND:
        (void)mach_port_insert_right(mach_task_self(), port, port, MACH_MSG_TYPE_MAKE_SEND);
        (void)mach_port_deallocate(mach_task_self(), port);
        break;
    case MACH_MSG_TYPE_MAKE_SEND_ONCE:
        if (mach_port_extract_right(mach_task_self(), port, MACH_MSG_TYPE_MAKE_SEND_ONCE, &made, &type) != KERN_SUCCESS)
            made = port;
        (void)mach_port_deallocate(mach_task_self(), made);
        break;
    case MACH_MSG_TYPE_MOVE_RECEIVE: (void)mach_port_mod_refs(mach_task_self(), port, MACH_PORT_RIGHT_RECEIVE, -1); break;
    default: break; /* a copy was never the message's */
    }
}

/* As vm_deallocate does, but also for a task that gave up the name of its own port, and so cannot call that. */
static void destroy_memory(const void *address, mach_msg_size_t size, bool goes)
{
    if (goes && size != 0)
        (void)memory_unmap((uintptr_t)address, size);
}

/* Gives the next descriptor. */
static const mach_msg_descriptor_t *destroy_descriptor(const mach_msg_descriptor_t *descriptor, bool unseen)
{
    switch (descriptor->type.type) {
    case MACH_MSG_PORT_DESCRIPTOR:
        destroy_port(descriptor->port.name, descriptor->port.disposition);
        return (const void *)(&descriptor->port + 1);
    case MACH_MSG_OOL_DESCRIPTOR:
    case MACH_MSG_OOL_VOLATILE_DESCRIPTOR: {
        const mach_msg_ool_descriptor_t *memory = &descriptor->out_of_line;
        const bool known = memory->type == MACH_MSG_OOL_DESCRIPTOR && memory->deallocate;
        destroy_memory(memory->address, memory->size, known || unseen);
        return (const void *)(memory + 1);
    }
    case MACH_MSG_OOL_PORTS_DESCRIPTOR: {
        const mach_msg_ool_ports_descriptor_t *ports = &descriptor->ool_ports;
        const mach_port_t *names = ports->address;
        for (mach_msg_size_t i = 0; names != NULL && i < ports->count; i++)
            destroy_port(names[i], ports->disposition);
        destroy_memory(names, ports->count * (mach_msg_size_t)sizeof *names, ports->deallocate);
        return (const void *)(ports + 1);
    }
    case MACH_MSG_GUARDED_PORT_DESCRIPTOR: {
        const mach_msg_guarded_port_descriptor_t *guarded = &descriptor->guarded_port;
        if ((guarded->flags & MACH_MSG_GUARD_FLAGS_UNGUARDED_ON_SEND) == 0 && MACH_PORT_VALID(guarded->name))
            (void)mach_port_unguard(mach_task_self(), guarded->name, guarded->context);
        destroy_port(guarded->name, guarded->disposition);
        return (const void *)(guarded + 1);
    }
    default: return NULL;
    }
}

static void destroy(const mach_msg_header_t *msg, bool unseen)
{
    mach_msg_bits_t bits = msg->msgh_bits;
    /* Not the local right: it is the receiver's own. */
    destroy_port(msg->msgh_remote_port, MACH_MSGH_BITS_REMOTE(bits));
    destroy_port(msg->msgh_voucher_port, MACH_MSGH_BITS_VOUCHER(bits));
    if (!MACH_MSGH_BITS_IS_COMPLEX(bits))
        return;
    const mach_msg_base_t *base = (const void *)msg;
    const mach_msg_descriptor_t *descriptor = (const void *)(base + 1);
    for (mach_msg_size_t i = 0; descriptor != NULL && i < base->body.msgh_descriptor_count; i++)
        descriptor = destroy_descriptor(descriptor, unseen);
}

void mach_msg_destroy(mach_msg_header_t *msg)
{
    destroy(msg, false);
}

void destroy_unseen(const mach_msg_header_t *msg)
{
    destroy(msg, true);
}
