/* A port's queue: messages in, messages out, and who is to hear of it.
   SPDX-License-Identifier: MIT OR Apache-2.0
   A message in a queue carries no reference to its destination, which it cannot outlive: a port's death empties its queue. */
#ifndef EMBEDDED_QUEUE_H
#define EMBEDDED_QUEUE_H
#include "message.h"
#include "request.h"
#include "seldom.h"

/* These need the lock of a port that is active. Whom they call is to be woken when it is unlocked. */

/* What is seldom to be done where a message comes or goes. */
SELDOM void queue_tell_ready(struct port *port, bool ready);
sleeper_t queue_call_receiver(struct port *port);
SELDOM sleeper_t queue_let_in_one(struct port *port);

/* The queue has messages now, or none. */
static inline void queue_is_ready(struct port *port, bool ready)
{
    if (port->members != NULL || port->requests != &requests_none)
        queue_tell_ready(port, ready);
}

/* Puts a message of a sender for whom room was kept at the end, and calls who waits for one. The reference is still the
   caller's. */
static inline sleeper_t queue_put_kept(struct port *port, struct message *message)
{
    lock_must_be_held(&port->lock);
    struct message *last = port->last;
    port->last = message;
    port->left_set = false;
    if (last != NULL) {
        message->next = last->next;
        last->next = message;
    } else {
        message->next = message;
        queue_is_ready(port, true);
    }
    return waiters_are_none(&port->receivers) && port->members == NULL ? NULL : queue_call_receiver(port);
}

/* The same for a message that takes room, whatever the limit. */
static inline sleeper_t queue_put(struct port *port, struct message *message)
{
    port->msgcount++;
    return queue_put_kept(port, message);
}

static inline struct message *queue_first(struct port *port)
{
    return port->last == NULL ? NULL : port->last->next;
}
/* Takes the first message, whose right to the port is used up, and keeps the room for the sender who has waited longest. */
static inline sleeper_t queue_take(struct port *port, struct debts *debts)
{
    struct message *message = port->last->next;
    lock_must_be_held(&port->lock);
    if (message != port->last) {
        port->last->next = message->next;
    } else {
        port->last = NULL;
        queue_is_ready(port, false);
    }
    message->next = NULL;
    message->destination.port = NULL;
    if (message->destination.type == MACH_MSG_TYPE_PORT_SEND)
        port_lose_send(port, debts);
    else
        port->sorights--;
    port->msgcount--;
    port->seqno++;
    return waiters_are_none(&port->senders) ? NULL : queue_let_in_one(port);
}
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
