/* The header of a message: in, out, and back to a sender whose message was not taken.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_HEADER_H
#define EMBEDDED_HEADER_H
#include "message.h"

/* Whether a header could be one, whatever its names hold. */
mach_msg_return_t header_check(const mach_msg_header_t *header);
/* Takes the rights that a header names, both or none. Whether the message then goes in whatever the queue's limit is told in
   always. Needs the space's lock. */
mach_msg_return_t header_copyin(struct space *space, const mach_msg_header_t *header, bool notify, struct message *message,
                                bool *always, struct debts *debts);
/* The header as its receiver gets it. */
static inline void header_write(const struct message *message, mach_port_name_t remote, mach_port_name_t local,
                                mach_msg_header_t *header)
{
    header->msgh_bits = MACH_MSGH_BITS(message->reply.type, message->destination.type) |
                        (message->complex ? MACH_MSGH_BITS_COMPLEX : MACH_MSGH_BITS_ZERO);
    header->msgh_size = message->size;
    header->msgh_remote_port = remote;
    header->msgh_local_port = local;
    header->msgh_voucher_port = message->voucher;
    header->msgh_id = message->id;
}
/* Whether there is a reply right that has to be put somewhere. */
static inline bool header_has_reply(const struct message *message)
{
    return message->reply.port != NULL && message->reply.port != &port_dead;
}
/* What stands for a reply right that is none. */
static inline mach_port_name_t header_no_reply(const struct message *message)
{
    return message->reply.port == &port_dead ? MACH_PORT_DEAD : MACH_PORT_NULL;
}
/* Puts both rights back into the sender's space, where they were or under new names. */
mach_msg_return_t header_return(struct message *message, mach_msg_header_t *header, struct debts *debts);

#endif
