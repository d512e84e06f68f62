/* A port's queue: messages in, messages out, and who is to hear of it.
   SPDX-License-Identifier: MIT OR Apache-2.0
   A message in a queue carries no reference to its destination, which it cannot outlive: a port's death empties its queue. */
#ifndef EMBEDDED_QUEUE_H
#define EMBEDDED_QUEUE_H
#include "message.h"

/* These need the lock of a port that is active. Whom they call is to be woken when it is unlocked. */

/* Puts a message at the end, whatever the limit, and calls who waits for one. The reference is still the caller's. */
sleeper_t queue_put(struct port *port, struct message *message);
/* Puts a message of a sender for whom room was kept. */
sleeper_t queue_put_kept(struct port *port, struct message *message);
static inline struct message *queue_first(struct port *port)
{
    return port->last == NULL ? NULL : port->last->next;
}
/* Takes the first message, whose right to the port is used up, and keeps the room for the sender who has waited longest. */
sleeper_t queue_take(struct port *port, struct debts *debts);
/* Calls as many receivers as there are messages, if so many wait, and wakes them: after those who were called may not have taken
   theirs. */
void queue_call_receivers(struct port *port);
/* Lets in senders who wait, after the limit was raised, and wakes them. */
void queue_let_in(struct port *port);

/* These need no lock, and pay what they owe. */

/* Puts a message from the kernel into its destination's queue, whatever the queue's limit. Where the destination is
   dead, the message is destroyed. */
void queue_put_from_kernel(struct message *message, struct debts *debts);
/* A message left the queue: whoever asked to be told that sending is possible again is told. */
void queue_tell_room(struct port *port);

#endif
