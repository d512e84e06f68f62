/* A port's queue: messages in, messages out, and who is to hear of it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_QUEUE_H
#define EMBEDDED_QUEUE_H
#include "message.h"

/* These need the lock of a port that is active. */

/* Puts a message at the end, whatever the limit; who waits for one is called. */
void queue_put(struct port *port, struct message *message);
/* Puts a message of a sender for whom room was kept. */
void queue_put_kept(struct port *port, struct message *message);
static inline struct message *queue_first(struct port *port)
{
    return port->last == NULL ? NULL : port->last->next;
}
/* Takes the first message, and keeps the room for the sender who has waited longest. */
struct message *queue_take(struct port *port);
/* Calls as many receivers as there are messages, if so many wait: after those who were called may not have taken theirs. */
void queue_call_receivers(struct port *port);
/* Lets in senders who wait, after the limit was raised. */
void queue_let_in(struct port *port);

/* These need no lock, and pay what they owe. */

/* Puts a message from the kernel into its destination's queue, whatever the queue's limit. Where the destination is
   dead, the message is destroyed. */
void queue_put_from_kernel(struct message *message, struct debts *debts);
/* A message left the queue: whoever asked to be told that sending is possible again is told. */
void queue_tell_room(struct port *port);

#endif
