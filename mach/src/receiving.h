/* A receive in the making.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_RECEIVING_H
#define EMBEDDED_RECEIVING_H
#include "debts.h"
#include "descriptor.h"
#include "header.h"
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

/* Nothing was found so far. */
static inline void receiving_begin(struct receiving *receiving, mach_msg_header_t *buffer, mach_msg_option_t option,
                                   mach_msg_size_t size)
{
    receiving->buffer = buffer;
    receiving->option = option;
    receiving->size = size;
    receiving->acting = task_acting();
    receiving->message = NULL;
    receiving->stays = false;
    receiving->requested = NULL;
    debts_begin(&receiving->debts, NULL);
}

static inline uint32_t receiving_needs(const struct receiving *receiving, const struct message *message)
{
    return message->size + REQUESTED_TRAILER_SIZE(receiving->option);
}

/* All that is in a message by now goes into the buffer, and the message ends. */
QUICK void receiving_write(struct message *message, mach_port_name_t reply, mach_port_name_t local, mach_msg_option_t option,
                           const struct facts *facts, mach_msg_header_t *buffer)
{
    header_write(message, reply, local, buffer);
    if (message->complex)
        descriptors_write(message, buffer);
    char *end = (char *)buffer + message->size;
    memcpy(end - message->byte_count, message_bytes(message), message->byte_count);
    trailer_append(option, facts, end);
    message_free(message);
}

/* Gives the message that was taken to the receiver, or as much of it as he can have, and pays what is owed (hand_over.c).
   Needs no lock. */
mach_msg_return_t receiving_hand_over(struct receiving *receiving);
/* The same for a message that fits, and for which nothing is owed. The facts are known where a trailer has any. */
mach_msg_return_t hand_over_rights(struct message *message, mach_msg_header_t *buffer, mach_msg_option_t option,
                                   mach_msg_size_t size, mach_port_name_t local, const struct facts *facts);

#endif
