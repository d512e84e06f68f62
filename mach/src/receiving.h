/* A receive in the making.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_RECEIVING_H
#define EMBEDDED_RECEIVING_H
#include "debts.h"
#include "message.h"
#include "task.h"
#include "trailer.h"

struct receiving {
    mach_msg_header_t *buffer;
    mach_msg_option_t option;
    uint32_t size;
    mach_port_name_t from;
    mach_msg_timeout_t timeout;
    struct acting acting;
    /* What was found: a message, out of its queue, or one that stays there, since it is too large and the caller wants that. */
    struct message *message;
    bool stays;
    mach_port_name_t local; /* the port's name */
    struct facts facts;
    struct port *requested; /* referenced; who asked to be told of room there is to be told; or NULL */
    struct debts debts;
};

static inline uint32_t receiving_needs(const struct receiving *receiving, const struct message *message)
{
    return message->size + REQUESTED_TRAILER_SIZE(receiving->option);
}

/* Gives the message that was taken to the receiver, or as much of it as he can have, and pays what is owed (hand_over.c).
   Needs no lock. */
mach_msg_return_t receiving_hand_over(struct receiving *receiving);

#endif
