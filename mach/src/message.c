/* Messages: into a queue, and their end.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "message.h"
#include "debts.h"
#include <stdlib.h>

void message_enqueue_from_kernel(struct message *message, struct debts *debts)
{
    struct port *port = message->destination.port;
    lock_acquire(&port->lock);
    bool dropped = !port_is_active(port) || port->msgcount >= MACH_PORT_QLIMIT_KERNEL;
    if (dropped) {
        /* Not a send-once right that dies unused: that would be told by a message to the same queue. */
        port->sorights--;
    } else {
        message->next = port->last == NULL ? message : port->last->next;
        if (port->last != NULL)
            port->last->next = message;
        port->last = message;
        port->msgcount++;
        port->left_set = false;
    }
    lock_release(&port->lock);
    if (dropped) {
        message->destination = (struct right){MACH_MSG_TYPE_PORT_NONE, NULL};
        port_release(port);
        message_destroy(message, debts);
    }
}

static void destroy_and_pay(struct right right, struct debts *debts)
{
    right_destroy(right, debts);
    debts_pay(debts);
}

void message_destroy(struct message *message, struct debts *debts)
{
    destroy_and_pay(message->destination, debts);
    destroy_and_pay(message->reply, debts);
    for (uint32_t i = 0; i < message->carried_count; i++)
        destroy_and_pay(message->carried[i], debts);
    free(message);
}
