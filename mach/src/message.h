/* A message in a queue, with the rights that it carries.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_MESSAGE_H
#define EMBEDDED_MESSAGE_H
#include "right.h"

struct message {
    struct message *next;
    struct right destination; /* the send or send-once right that it was sent to */
    struct right reply;
    mach_msg_id_t id;
    uint32_t value; /* the name or the count that a notification tells */
    uint32_t carried_count;
    struct right carried[];
};

/* These need that no lock is held, and pay what they owe. */

/* Puts a message from the kernel into its destination's queue, whatever the queue's limit. Where the destination is
   dead, the message is destroyed. */
void message_enqueue_from_kernel(struct message *message, struct debts *debts);
/* Destroys a message that is in no queue, with its rights. */
void message_destroy(struct message *message, struct debts *debts);

#endif
