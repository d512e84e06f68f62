/* A usual message's rights are taken under one lock of the sender's space, that to its destination last: it comes from the port
   that the message is put into, under one lock of that port, and no reference to it is needed in between.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "usual.h"
#include "copyin.h"
#include "descriptor.h"
#include "queue.h"
#include "send.h"

/* What a sender's buffer says. Each is read once: other threads may write there. */
struct usual {
    mach_msg_bits_t bits;
    mach_port_name_t to, reply;
    uint32_t count; /* of descriptors */
    uint32_t end;   /* where the bytes begin */
};

/* To a send right, which is copied, or to a send-once right, and with a send-once right for the answer or none. */
static inline bool header_is_usual(const struct usual *usual)
{
    switch (usual->bits & ~(mach_msg_bits_t)MACH_MSGH_BITS_COMPLEX) {
    case MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_PORT_NONE):
    case MACH_MSGH_BITS(MACH_MSG_TYPE_MOVE_SEND_ONCE, MACH_MSG_TYPE_PORT_NONE): return usual->reply == MACH_PORT_NULL;
    case MACH_MSGH_BITS(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE):
    case MACH_MSGH_BITS(MACH_MSG_TYPE_MOVE_SEND_ONCE, MACH_MSG_TYPE_MAKE_SEND_ONCE):
        return MACH_PORT_VALID(usual->reply) && usual->to != usual->reply;
    default: return false;
    }
}

static inline bool body_is_usual(const void *buffer, mach_msg_size_t size, struct usual *usual)
{
    const char *at = (const char *)buffer + sizeof(mach_msg_base_t);
    if (size < sizeof(mach_msg_base_t))
        return false;
    memcpy(&usual->count, (const char *)buffer + sizeof(mach_msg_header_t), sizeof usual->count);
    if (usual->count > DESCRIPTOR_PORTS_MOST)
        return false;
    usual->end = (uint32_t)(sizeof(mach_msg_base_t) + usual->count * sizeof(mach_msg_port_descriptor_t));
    for (uint32_t i = 0; usual->end <= size && i < usual->count; i++, at += sizeof(mach_msg_port_descriptor_t)) {
        if (descriptor_type(at) != MACH_MSG_PORT_DESCRIPTOR)
            return false;
    }
    return usual->end <= size;
}

static inline bool is_usual(const mach_msg_header_t *buffer, mach_msg_option_t option, mach_msg_size_t size, struct usual *usual)
{
    if (size < sizeof *buffer || size > MESSAGE_MOST || size % sizeof(natural_t) != 0 || buffer == NULL ||
        (option & MACH_SEND_NOTIFY) != 0)
        return false;
    *usual = (struct usual){.bits = buffer->msgh_bits & MACH_MSGH_BITS_USER,
                            .to = buffer->msgh_remote_port,
                            .reply = buffer->msgh_local_port,
                            .end = sizeof *buffer};
    return header_is_usual(usual) && (!MACH_MSGH_BITS_IS_COMPLEX(usual->bits) || body_is_usual(buffer, size, usual));
}

/* An entry that holds what a disposition needs, other than to move a receive right, and that nobody has to be told of. */
static inline struct entry *usual_entry(struct space *space, mach_port_name_t name, mach_msg_type_name_t disposition)
{
    const uint32_t index = MACH_PORT_INDEX(name);
    if (index >= space->size || disposition == MACH_MSG_TYPE_MOVE_RECEIVE)
        return NULL;
    struct entry *entry = &space->table[index];
    const uint32_t word = entry_word(entry);
    if (!quick_is_of(word, name, right_is_moved(disposition) ? HAS_REQUEST : 0) || (word & right_needs(disposition)) == 0)
        return NULL;
    return (word & IS_PLAIN) == 0 ? entry : entry_plain_no_more(entry, word);
}

/* Takes a right to a port that lives; NULL, and nothing is done, where it is not usual. */
QUICK struct port *take(struct space *space, mach_port_name_t name, mach_msg_type_name_t disposition)
{
    struct entry *entry = usual_entry(space, name, disposition);
    if (entry == NULL)
        return NULL;
    struct port *port = entry_port(entry);
    lock_acquire(&port->lock);
    if (!port_is_active(port)) {
        lock_release(&port->lock);
        return NULL;
    }
    (void)right_come_out(space, entry, port, disposition, NULL);
    lock_release(&port->lock);
    return port;
}

/* The rights of the descriptors. Says how many were taken. */
static inline uint32_t take_all(struct space *space, const mach_msg_header_t *buffer, mach_port_name_t to,
                                struct message *message)
{
    const char *at = (const char *)buffer + sizeof(mach_msg_base_t);
    uint32_t taken = 0;
    for (; taken < message->carried_count; taken++, at += sizeof(mach_msg_port_descriptor_t)) {
        struct carried *carried = &message->carried[taken];
        const mach_msg_type_name_t disposition = descriptor_disposition(at);
        mach_port_name_t name;
        memcpy(&name, at, sizeof name);
        struct port *port = name == to ? NULL : take(space, name, disposition);
        if (port == NULL)
            break;
        carried->type = MACH_MSG_PORT_DESCRIPTOR;
        carried->disposition = (uint8_t)right_type(disposition);
        carried->port = port;
    }
    return taken;
}

/* Puts the message into its destination's queue, and unlocks the space; if it lives and has room. */
static inline bool put(struct space *space, struct entry *entry, mach_msg_type_name_t disposition, struct message *message)
{
    const bool once = disposition == MACH_MSG_TYPE_MOVE_SEND_ONCE;
    struct port *port = once ? message->destination.port : entry_port(entry);
    lock_acquire(&port->lock);
    if (!port_is_active(port) || (once ? port->msgcount >= MACH_PORT_QLIMIT_KERNEL : port_is_full(port))) {
        lock_release(&port->lock);
        return false;
    }
    if (!once)
        port->srights++;
    message->destination = (struct right){once ? MACH_MSG_TYPE_PORT_SEND_ONCE : MACH_MSG_TYPE_PORT_SEND, port};
    sleeper_t sleeper = queue_put(port, message);
    lock_release(&port->lock);
    space_unlock(space);
    sleeper_wake(sleeper);
    if (once)
        port_release(port); /* the entry's */
    return true;
}

/* What nothing was taken of. */
static SELDOM mach_msg_return_t send_unusual(struct message *message, struct space *space, mach_msg_header_t *buffer,
                                             mach_msg_option_t option, mach_msg_size_t size, mach_msg_timeout_t timeout)
{
    if (space != NULL)
        space_unlock(space);
    if (message != NULL)
        message_free(message);
    return send_message(buffer, option, size, timeout);
}

mach_msg_return_t usual_send(mach_msg_header_t *buffer, mach_msg_option_t option, mach_msg_size_t size,
                             mach_msg_timeout_t timeout)
{
    struct usual usual;
    const struct acting acting = task_acting();
    if (!is_usual(buffer, option, size, &usual))
        return send_message(buffer, option, size, timeout);
    struct message *message =
        message_read(buffer, size, MACH_MSGH_BITS_IS_COMPLEX(usual.bits), usual.count, usual.end, acting.task);
    struct space *space = message == NULL ? NULL : task_lock_acting(acting);
    if (space == NULL)
        return send_unusual(message, space, buffer, option, size, timeout);
    const mach_msg_type_name_t disposition = MACH_MSGH_BITS_REMOTE(usual.bits);
    struct entry *to = usual_entry(space, usual.to, disposition);
    if (to == NULL || !port_is_active(entry_port(to)))
        return send_unusual(message, space, buffer, option, size, timeout);
    if (usual.reply != MACH_PORT_NULL) {
        struct port *port = take(space, usual.reply, MACH_MSG_TYPE_MAKE_SEND_ONCE);
        if (port == NULL)
            return send_unusual(message, space, buffer, option, size, timeout);
        message->reply = (struct right){MACH_MSG_TYPE_PORT_SEND_ONCE, port};
    }
    if (disposition == MACH_MSG_TYPE_MOVE_SEND_ONCE) { /* its name is free before others are, and comes back after them */
        message->destination = (struct right){MACH_MSG_TYPE_PORT_SEND_ONCE, entry_port(to)};
        entry_free(space, to);
    }
    uint32_t taken = take_all(space, buffer, usual.to, message);
    if (taken == message->carried_count && put(space, to, disposition, message))
        return MACH_MSG_SUCCESS;
    const struct rest rest = {acting, to, disposition, taken};
    return send_rest(message, &rest, buffer, option, timeout);
}
