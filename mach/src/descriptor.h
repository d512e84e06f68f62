/* The descriptors of a message, between a user's buffer and what they carry: rights in port descriptors here, and what is rarer in
   descriptor_in.c and descriptor_out.c.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_DESCRIPTOR_H
#define EMBEDDED_DESCRIPTOR_H
#include "copyin.h"
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

/* What is left to be checked from a descriptor on that is no port descriptor. */
mach_msg_return_t descriptors_check_rest(const char *bytes, uint32_t size, uint32_t count, uint32_t checked, uint32_t *end);

/* Whether a complex message's descriptors are of known shape and within its size. Says how many there are and where they end. */
static inline mach_msg_return_t descriptors_check(const void *buffer, uint32_t size, uint32_t *count, uint32_t *end)
{
    const char *bytes = buffer;
    uint32_t checked = 0, at = sizeof(mach_msg_base_t);
    memcpy(count, bytes + sizeof(mach_msg_header_t), sizeof *count);
    for (; checked < *count; checked++) {
        if (size - at < sizeof(mach_msg_port_descriptor_t) || descriptor_type(bytes + at) != MACH_MSG_PORT_DESCRIPTOR)
            return descriptors_check_rest(bytes, size, *count, checked, end);
        at += (uint32_t)sizeof(mach_msg_port_descriptor_t);
    }
    *end = at;
    return checked > DESCRIPTOR_PORTS_MOST ? MACH_SEND_TOO_LARGE : MACH_MSG_SUCCESS;
}

/* A receive right travels to the message's destination. Leaves the space. */
void descriptor_travel(struct message *message, struct port *receive, struct visit *visit);
/* Takes what another descriptor names. */
mach_msg_return_t descriptor_copyin(struct message *message, const char *at, struct carried *carried, struct visit *visit,
                                    struct debts *debts);

/* One right of the body. */
static inline mach_msg_return_t descriptor_copyin_right(struct message *message, mach_port_name_t name,
                                                        mach_msg_type_name_t disposition, struct port **port, struct visit *visit,
                                                        struct debts *debts)
{
    struct right right = {MACH_MSG_TYPE_PORT_NONE, name == MACH_PORT_DEAD ? &port_dead : NULL};
    if (MACH_PORT_VALID(name) && !right_copyin_quick(visit->acting, name, disposition, &right)) {
        struct space *space = visit_lock(visit);
        if (space == NULL || right_copyin(space, name, disposition, &right, debts) != KERN_SUCCESS)
            return MACH_SEND_INVALID_RIGHT;
        visit_pay(visit, debts);
        if (right.type == MACH_MSG_TYPE_PORT_RECEIVE)
            descriptor_travel(message, right.port, visit);
    }
    *port = right.port;
    return MACH_MSG_SUCCESS;
}

/* Takes what they name into the message. On failure the message holds those before, and nothing of the rest. The visit may go
   on afterwards; nothing is owed where it succeeded. */
static inline mach_msg_return_t descriptors_copyin(const void *buffer, uint32_t count, struct message *message,
                                                   struct visit *visit, struct debts *debts)
{
    const char *at = (const char *)buffer + sizeof(mach_msg_base_t);
    for (uint32_t i = 0; i < count; i++) {
        struct carried *carried = &message->carried[i];
        const uint8_t type = descriptor_type(at), disposition = descriptor_disposition(at);
        mach_port_name_t name;
        mach_msg_return_t status;
        memcpy(&name, at + offsetof(mach_msg_port_descriptor_t, name), sizeof name);
        carried->type = type;
        carried->disposition = (uint8_t)right_type(disposition);
        if (type == MACH_MSG_PORT_DESCRIPTOR)
            status = descriptor_copyin_right(message, name, disposition, &carried->port, visit, debts);
        else
            status = descriptor_copyin(message, at, carried, visit, debts);
        if (status != MACH_MSG_SUCCESS) {
            message->carried_count = i;
            return status;
        }
        at += descriptor_size(type);
    }
    return MACH_MSG_SUCCESS;
}

/* Who gets a message. */
struct taker {
    const void *buffer; /* its address is the guard of what arrives guarded */
    bool knows_guarded; /* descriptors; else what they carry is destroyed */
    bool sender;        /* gets it back */
};
/* What has to be done before rights are handed over: guarded ones that the taker does not know go, so that other rights to the
   same port arrive dead. */
void descriptors_destroy_guarded(struct message *message, struct visit *visit, struct debts *debts);
/* A right that finds no room goes. */
mach_msg_return_t descriptor_destroy_right(struct right right, struct visit *visit, struct debts *debts);
/* Hands over what is in another descriptor. */
mach_msg_return_t descriptor_copyout(struct carried *carried, const struct taker *taker, struct visit *visit,
                                     struct debts *debts);

/* One right of the body. */
static inline mach_msg_return_t descriptor_copyout_right(struct right right, mach_port_name_t *name, struct visit *visit,
                                                         struct debts *debts)
{
    *name = right.port == &port_dead ? MACH_PORT_DEAD : MACH_PORT_NULL;
    if (right.port == NULL || right.port == &port_dead)
        return MACH_MSG_SUCCESS;
    struct space *space = visit_lock(visit);
    if (space == NULL || right_copyout(space, right, name, debts) != KERN_SUCCESS)
        return descriptor_destroy_right(right, visit, debts);
    visit_pay(visit, debts);
    return MACH_MSG_SUCCESS;
}

/* Puts the rights that a message carries into the space that is visited, so that it carries their names instead; what finds no
   room is destroyed, and the answer says why. The visit may go on afterwards; nothing is owed. */
static inline mach_msg_return_t descriptors_copyout(struct message *message, const struct taker *taker, struct visit *visit,
                                                    struct debts *debts)
{
    mach_msg_return_t status = MACH_MSG_SUCCESS;
    if (message->guarded && !taker->knows_guarded)
        descriptors_destroy_guarded(message, visit, debts);
    for (uint32_t i = 0; i < message->carried_count; i++) {
        struct carried *carried = &message->carried[i];
        if (carried->type == MACH_MSG_PORT_DESCRIPTOR && carried->disposition != MACH_MSG_TYPE_PORT_RECEIVE)
            status |= descriptor_copyout_right((struct right){carried->disposition, carried->port}, &carried->name, visit, debts);
        else
            status |= descriptor_copyout(carried, taker, visit, debts);
    }
    return status;
}

/* Writes another descriptor. */
void descriptor_write(const struct carried *carried, const mach_msg_header_t *header, char *at);

/* Then the descriptors are written after the header, and their number before them. */
static inline void descriptors_write(const struct message *message, mach_msg_header_t *header)
{
    char *at = (char *)(header + 1);
    memcpy(at, &message->carried_count, sizeof(mach_msg_body_t));
    at += sizeof(mach_msg_body_t);
    for (uint32_t i = 0; i < message->carried_count; i++) {
        const struct carried *carried = &message->carried[i];
        const mach_msg_port_descriptor_t port = {
            .name = carried->name, .disposition = carried->disposition, .type = MACH_MSG_PORT_DESCRIPTOR};
        if (carried->type == MACH_MSG_PORT_DESCRIPTOR)
            memcpy(at, &port, sizeof port);
        else
            descriptor_write(carried, header, at);
        at += descriptor_size(carried->type);
    }
}

#endif
