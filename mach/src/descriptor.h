/* The descriptors of a message, between a user's buffer and what they carry.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_DESCRIPTOR_H
#define EMBEDDED_DESCRIPTOR_H
#include "copyout.h"
#include "message.h"
#include "visit.h"
#include <string.h>

enum { DESCRIPTOR_PORTS_MOST = 16383 }; /* in one message */
_Static_assert(sizeof(mach_msg_port_descriptor_t) == sizeof(mach_msg_type_descriptor_t), "no descriptor is smaller");

/* The type of a descriptor, and the disposition of what has one: the last two of its first twelve bytes, whatever the order of
   bytes. */
static inline uint8_t descriptor_type(const char *at)
{
    return (uint8_t)at[sizeof(mach_msg_type_descriptor_t) - 1];
}
static inline uint8_t descriptor_disposition(const char *at)
{
    return (uint8_t)at[sizeof(mach_msg_type_descriptor_t) - 2];
}

/* Whether a complex message's descriptors are of known shape and within its size. Says how many there are and where they end. */
mach_msg_return_t descriptors_check(const void *buffer, uint32_t size, uint32_t *count, uint32_t *end);
/* Takes what they name into the message, from one on; those before are port descriptors. On failure the message holds those
   before the one that failed, and nothing of the rest. The visit may go on afterwards; nothing is owed where it succeeded. */
mach_msg_return_t descriptors_copyin(const void *buffer, uint32_t from, struct message *message, struct visit *visit,
                                     struct debts *debts);

/* Who gets a message. */
struct taker {
    const void *buffer; /* its address is the guard of what arrives guarded */
    bool knows_guarded; /* descriptors; else what they carry is destroyed */
    bool sender;        /* gets it back */
};
/* Before rights are handed over guarded ones go that the taker does not know, so that other rights to the same port arrive
   dead. */
SELDOM void descriptors_destroy_guarded(struct message *message, struct visit *visit, struct debts *debts);
/* A right that finds no room goes. */
SELDOM mach_msg_return_t descriptor_destroy_right(struct right right, struct visit *visit, struct debts *debts);
/* Hands over what is no send or send-once right in a port descriptor. */
SELDOM mach_msg_return_t descriptor_copyout(struct carried *carried, struct taker taker, struct visit *visit,
                                            struct debts *debts);

/* One right of the body. */
QUICK mach_msg_return_t descriptor_copyout_right(struct right right, mach_port_name_t *name, struct visit *visit,
                                                 struct debts *debts)
{
    *name = right.port == &port_dead ? MACH_PORT_DEAD : MACH_PORT_NULL;
    if (right.port == NULL || right.port == &port_dead)
        return MACH_MSG_SUCCESS;
    struct space *space = visit_lock(visit);
    if (space == NULL || right_go_in(space, right, name, debts) != KERN_SUCCESS)
        return descriptor_destroy_right(right, visit, debts);
    visit_pay(visit, debts);
    return MACH_MSG_SUCCESS;
}

/* Puts the rights that a message carries into the space that is visited, so that it carries their names instead; what finds no
   room is destroyed, and the answer says why. The visit may go on afterwards; nothing is owed. */
QUICK mach_msg_return_t descriptors_copyout(struct message *message, struct taker taker, struct visit *visit, struct debts *debts)
{
    mach_msg_return_t status = MACH_MSG_SUCCESS;
    if (message->guarded && !taker.knows_guarded)
        descriptors_destroy_guarded(message, visit, debts);
    struct carried *const end = message->carried + message->carried_count;
    for (struct carried *carried = message->carried; carried < end; carried++) {
        if (carried->type == MACH_MSG_PORT_DESCRIPTOR && carried->disposition != MACH_MSG_TYPE_PORT_RECEIVE)
            status |= descriptor_copyout_right((struct right){carried->disposition, carried->port}, &carried->name, visit, debts);
        else
            status |= descriptor_copyout(carried, taker, visit, debts);
    }
    return status;
}

/* Writes another descriptor. */
SELDOM void descriptor_write(const struct carried *carried, const mach_msg_header_t *header, char *at);

static inline void descriptor_write_port(const struct carried *carried, char *at)
{
    const uint8_t rest[] = {0, 0, carried->disposition, MACH_MSG_PORT_DESCRIPTOR};
    const uint32_t pad = 0;
    memcpy(at, &carried->name, sizeof carried->name);
    memcpy(at + sizeof carried->name, &pad, sizeof pad);
    memcpy(at + sizeof carried->name + sizeof pad, rest, sizeof rest);
}

/* Then the descriptors are written after the header, and their number before them. */
QUICK void descriptors_write(const struct message *message, mach_msg_header_t *header)
{
    char *at = (char *)(header + 1);
    memcpy(at, &message->carried_count, sizeof(mach_msg_body_t));
    at += sizeof(mach_msg_body_t);
    const struct carried *const end = message->carried + message->carried_count;
    for (const struct carried *carried = message->carried; carried < end; carried++) {
        if (carried->type == MACH_MSG_PORT_DESCRIPTOR)
            descriptor_write_port(carried, at);
        else
            descriptor_write(carried, header, at);
        at += descriptor_size(carried->type);
    }
}

#endif
