/* The queue of a port.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "queue.h"
#include "debts.h"
#include "request.h"
#include "set.h"
#include "wait_fd.h"

/* False where nobody waits for a message. */
static inline bool call_receiver(struct port *port, sleeper_t *sleeper)
{
    if (!waiters_are_none(&port->receivers)) {
        *sleeper = waiters_call(&port->receivers);
        return true;
    }
    return port->members != NULL && sets_call_receiver(port, sleeper);
}

void queue_call_receivers(struct port *port)
{
    uint32_t messages = port->last == NULL ? 0 : port->msgcount;
    sleeper_t sleeper = NULL;
    for (; messages > 0 && call_receiver(port, &sleeper); messages--)
        sleeper_wake(sleeper);
}

void queue_tell_ready(struct port *port, bool ready)
{
    if (port->requests != &requests_none)
        wait_fd_set(port->requests->wait_fd, ready);
    if (port->members != NULL)
        sets_count_ready(port, ready);
}

sleeper_t queue_call_receiver(struct port *port)
{
    sleeper_t sleeper = NULL;
    (void)call_receiver(port, &sleeper);
    return sleeper;
}

/* Whoever waits has waited since the queue was full, so that one goes in for one that came out. */
sleeper_t queue_let_in_one(struct port *port)
{
    if (waiters_are_none(&port->senders) || port_is_full(port))
        return NULL;
    port->msgcount++;
    return waiters_call(&port->senders);
}

void queue_let_in(struct port *port)
{
    while (!waiters_are_none(&port->senders) && !port_is_full(port))
        sleeper_wake(queue_let_in_one(port));
}

void queue_put_from_kernel(struct message *message, struct debts *debts)
{
    struct port *port = message->destination.port;
    sleeper_t sleeper = NULL;
    lock_acquire(&port->lock);
    bool dropped = !port_is_active(port) || port->msgcount >= MACH_PORT_QLIMIT_KERNEL;
    if (dropped)
        /* Not a send-once right that dies unused: that would be told by a message to the same queue. */
        port->sorights--;
    else
        sleeper = queue_put(port, message);
    lock_release(&port->lock);
    sleeper_wake(sleeper);
    port_release(port);
    if (dropped) {
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
