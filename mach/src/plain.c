/* A plain message goes from the sender's buffer into the queue with one lock of the port: what its right is taken from and
   what it is put into are the same port.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "plain.h"
#include "queue.h"
#include "task.h"
#include <string.h>

static bool is_plain(const mach_msg_header_t *buffer, mach_msg_size_t size)
{
    return size >= sizeof *buffer && size <= MESSAGE_MOST && size % sizeof(natural_t) == 0 && buffer != NULL &&
           (buffer->msgh_bits & MACH_MSGH_BITS_USER) == MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_PORT_NONE) &&
           buffer->msgh_local_port == MACH_PORT_NULL;
}

/* The live port of a send right, locked; NULL where there is none. One that lives stays while it is locked. That of a dead one
   may be no more once the space is unlocked: the entry may hold its last reference. */
static struct port *lock_destination(struct acting acting, mach_port_name_t name)
{
    struct port *port = NULL;
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

bool send_plain(const mach_msg_header_t *buffer, mach_msg_size_t size)
{
    const struct acting acting = task_acting();
    if (!is_plain(buffer, size))
        return false;
    struct message *message = message_create(0, size - (mach_msg_size_t)sizeof *buffer);
    if (message == NULL)
        return false;
    message->sender = acting.task;
    message->size = size;
    message->id = buffer->msgh_id;
    message->voucher = buffer->msgh_voucher_port;
    mach_port_name_t to = buffer->msgh_remote_port;
    memcpy(message_bytes(message), buffer + 1, message->byte_count);
    struct port *port = lock_destination(acting, to);
    if (port != NULL && put(message, port))
        return true;
    message_free(message);
    return false;
}
