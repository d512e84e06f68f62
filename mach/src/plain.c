/* A plain message goes from the sender's buffer into the queue with one lock of the port: what its right is taken from and
   what it is put into are the same port.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "plain.h"
#include "queue.h"
#include "quick.h"
#include "send.h"

/* The live port of a send right, locked; NULL where there is none. One that lives stays while it is locked. That of a dead one
   may be no more once the space is unlocked: the entry may hold its last reference. */
static struct port *lock_destination(struct acting acting, mach_port_name_t name)
{
    struct port *port = quick_lock_port(acting, name, HOLDS_SEND);
    if (port != NULL)
        return port;
    struct space *space = task_lock_acting(acting);
    if (space == NULL)
        return NULL;
    struct entry *entry = entry_lookup(space, name);
    if (entry != NULL && (entry_holds(entry) & HOLDS_SEND) != 0) {
        port = entry_port(entry);
        lock_acquire(&port->lock);
        if (!port_is_active(port)) {
            lock_release(&port->lock);
            port = NULL;
        }
    }
    space_unlock(space);
    return port;
}

static bool put(struct message *message, struct port *port)
{
    sleeper_t sleeper = NULL;
    bool goes = !port_is_full(port);
    if (goes) {
        port->srights++;
        message->destination = (struct right){MACH_MSG_TYPE_PORT_SEND, port};
        sleeper = queue_put(port, message);
    }
    lock_release(&port->lock);
    sleeper_wake(sleeper);
    return goes;
}

mach_msg_return_t plain_send(mach_msg_header_t *buffer, mach_msg_option_t option, mach_msg_size_t size,
                             mach_msg_timeout_t timeout)
{
    const struct acting acting = task_acting();
    struct message *message = message_read(buffer, size, false, 0, sizeof *buffer, acting.task);
    if (message == NULL)
        return send_message(buffer, option, size, timeout);
    struct port *port = lock_destination(acting, buffer->msgh_remote_port);
    if (port != NULL && put(message, port))
        return MACH_MSG_SUCCESS;
    message_free(message);
    return send_message(buffer, option, size, timeout);
}
