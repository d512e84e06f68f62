/* The queue of a port.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "queue.h"
#include "debts.h"
#include "request.h"
#include "set.h"
#include "wait_fd.h"

static bool call_receiver(struct port *port)
{
    return waiters_call(&port->receivers) || sets_call_receiver(port);
}

void queue_call_receivers(struct port *port)
{
    uint32_t messages = port->last == NULL ? 0 : port->msgcount;
    while (messages > 0 && call_receiver(port))
        messages--;
}

static void put(struct port *port, struct message *message)
{
    bool first = port->last == NULL;
    message->next = first ? message : port->last->next;
    if (!first)
        port->last->next = message;
    port->last = message;
    port->left_set = false;
    if (first) {
        wait_fd_set(port->requests->wait_fd, true);
        sets_count_ready(port, true);
    }
    (void)call_receiver(port);
}

void queue_put(struct port *port, struct message *message)
{
    port->msgcount++;
    put(port, message);
}

void queue_put_kept(struct port *port, struct message *message)
{
    put(port, message);
}

void queue_let_in(struct port *port)
{
    while (port->msgcount < port->qlimit && waiters_call(&port->senders))
        port->msgcount++;
}

struct message *queue_take(struct port *port)
{
    struct message *message = port->last->next;
    if (message == port->last)
        port->last = NULL;
    else
        port->last->next = message->next;
    message->next = NULL;
    port->msgcount--;
    port->seqno++;
    queue_let_in(port);
    if (port->last == NULL) {
        wait_fd_set(port->requests->wait_fd, false);
        sets_count_ready(port, false);
    }
    return message;
}

void queue_put_from_kernel(struct message *message, struct debts *debts)
{
    struct port *port = message->destination.port;
    lock_acquire(&port->lock);
    bool dropped = !port_is_active(port) || port->msgcount >= MACH_PORT_QLIMIT_KERNEL;
    if (dropped)
        /* Not a send-once right that dies unused: that would be told by a message to the same queue. */
        port->sorights--;
    else
        queue_put(port, message);
    lock_release(&port->lock);
    if (dropped) {
        port_release(port);
        message->destination = (struct right){MACH_MSG_TYPE_PORT_NONE, NULL};
        debts_destroy_message(debts, message);
    }
}

void queue_tell_room(struct port *port)
{
    struct request told = {.notify = port};
    while (told.notify != NULL) {
        struct debts debts;
        debts_begin(&debts, NULL);
        lock_acquire(&port->lock);
        told = port_is_active(port) ? request_take_armed(port) : (struct request){.notify = NULL};
        lock_release(&port->lock);
        owe_notification(&debts, MACH_NOTIFY_SEND_POSSIBLE, told.notify, told.name);
        debts_pay(&debts);
    }
}
