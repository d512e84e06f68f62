/* Receiving: a message is found or waited for, and handed over if there is room.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "receive.h"
#include "debts.h"
#include "descriptor.h"
#include "entry.h"
#include "header.h"
#include "queue.h"
#include "set.h"
#include "task.h"
#include "trailer.h"
#include <string.h>

/* What was received from a port, or why it stays there. */
struct taken {
    struct port *port; /* referenced */
    struct message *message;
    struct facts facts;
    bool stays; /* it is too large, and the caller wants it to stay */
};

/* A receive in the making. */
struct receiving {
    mach_msg_header_t *buffer;
    mach_msg_option_t option;
    uint32_t size;
    mach_port_name_t from;
    struct acting acting;
    struct taken taken;
};

static uint32_t size_needed(const struct receiving *receiving, const struct message *message)
{
    return message->size + REQUESTED_TRAILER_SIZE(receiving->option);
}

/* Tells of a message that stays in the queue of a locked port. */
static void tell_too_large(struct receiving *receiving, struct port *port, const struct message *message)
{
    char *bytes = (char *)receiving->buffer;
    if (receiving->size >= offsetof(mach_msg_header_t, msgh_size) + sizeof message->size)
        memcpy(bytes + offsetof(mach_msg_header_t, msgh_size), &message->size, sizeof message->size);
    if ((receiving->option & MACH_RCV_LARGE_IDENTITY) != 0 &&
        receiving->size >= offsetof(mach_msg_header_t, msgh_local_port) + sizeof port->receiver_name)
        memcpy(bytes + offsetof(mach_msg_header_t, msgh_local_port), &port->receiver_name, sizeof port->receiver_name);
}

/* The first message of a port, if there is one. The port's space is locked. */
static bool take_from_port(struct receiving *receiving, struct port *port)
{
    lock_acquire(&port->lock);
    struct message *message = queue_first(port);
    if (message != NULL && (receiving->option & MACH_RCV_LARGE) != 0 && size_needed(receiving, message) > receiving->size) {
        tell_too_large(receiving, port, message);
        receiving->taken = (struct taken){.message = message, .stays = true};
        queue_call_receivers(port);
    } else if (message != NULL) {
        port_reference(port);
        receiving->taken = (struct taken){port, message, {port->seqno, message->sender, port->context}, false};
        queue_take(port);
    }
    lock_release(&port->lock);
    return message != NULL;
}

static bool take_from_set(struct receiving *receiving, struct port_set *set)
{
    struct port *port = set_next_member(set, NULL);
    while (port != NULL && !take_from_port(receiving, port))
        port = set_next_member(set, port);
    if (port == NULL)
        return false;
    set_turn(set, port);
    return true;
}

/* Waits at a port whose queue was empty, and still is. The space is locked, and unlocked afterwards. */
static mach_msg_return_t wait_at_port(struct space *space, struct port *port, struct patience patience)
{
    struct waiter waiter;
    lock_acquire(&port->lock);
    if (port->last != NULL) {
        lock_release(&port->lock);
        space_unlock(space);
        return MACH_MSG_SUCCESS;
    }
    waiters_add(&port->receivers, &waiter);
    port_reference(port);
    lock_release(&port->lock);
    space_unlock(space);
    enum waiter_end end = waiter_sleep(&waiter, patience);
    lock_acquire(&port->lock);
    unsigned state = waiter_state(&waiter);
    if (state == WAITER_WAITS)
        waiters_remove(&port->receivers, &waiter);
    lock_release(&port->lock);
    port_release(port);
    if (state == WAITER_WAITS)
        return end == WAITER_TIMED_OUT ? MACH_RCV_TIMED_OUT : MACH_RCV_INTERRUPTED;
    return state == WAITER_LOST ? MACH_RCV_PORT_CHANGED : MACH_MSG_SUCCESS;
}

/* Waits at a set. The caller looks at its members once more before it sleeps: a message may have come to one that was looked at
   already. The space is locked, and unlocked afterwards. */
static mach_msg_return_t wait_at_set(struct receiving *receiving, struct space *space, struct port_set *set,
                                     struct patience patience)
{
    struct waiter waiter;
    set_wait(set, &waiter);
    if (take_from_set(receiving, set)) {
        set_stop_waiting(set, &waiter);
        return MACH_MSG_SUCCESS;
    }
    space_unlock(space);
    enum waiter_end end = waiter_sleep(&waiter, patience);
    /* Who destroys the set tells those who wait at it under the space's lock: one who was not told finds it there. */
    lock_acquire(&space->lock);
    if (waiter_state(&waiter) == WAITER_WAITS)
        set_stop_waiting(set, &waiter);
    space_unlock(space);
    switch (waiter_state(&waiter)) {
    case WAITER_WAITS: return end == WAITER_TIMED_OUT ? MACH_RCV_TIMED_OUT : MACH_RCV_INTERRUPTED;
    case WAITER_LOST: return MACH_RCV_PORT_CHANGED;
    default: return MACH_MSG_SUCCESS;
    }
}

/* What the name of a receive is. It must be the same each time that a thread comes back to it from a wait. */
struct source {
    struct port *port;
    struct port_set *set;
};

static bool find_source(struct space *space, mach_port_name_t name, struct source *source)
{
    struct entry *entry = entry_lookup(space, name);
    *source = (struct source){NULL, NULL};
    if (entry != NULL && (entry->holds & HOLDS_RECEIVE) != 0)
        source->port = entry_port(entry);
    else if (entry != NULL && (entry->holds & HOLDS_PORT_SET) != 0)
        source->set = entry->set;
    return source->port != NULL || source->set != NULL;
}

/* Finds a message or waits for one. The space is locked where a message was taken, or found and left. */
static mach_msg_return_t find_message(struct receiving *receiving, struct patience patience)
{
    struct source source, first = {NULL, NULL};
    for (bool waited = false;; waited = true) {
        struct space *space = task_lock_acting(receiving->acting);
        if (space == NULL)
            return waited ? MACH_RCV_PORT_CHANGED : MACH_RCV_INVALID_NAME;
        bool found = find_source(space, receiving->from, &source);
        if (!waited)
            first = source;
        if (!found || source.port != first.port || source.set != first.set) {
            space_unlock(space);
            return waited ? MACH_RCV_PORT_CHANGED : MACH_RCV_INVALID_NAME;
        }
        if (source.port != NULL ? take_from_port(receiving, source.port) : take_from_set(receiving, source.set))
            return MACH_MSG_SUCCESS;
        mach_msg_return_t status = MACH_RCV_TIMED_OUT;
        if (patience.deadline == NO_WAIT)
            space_unlock(space);
        else if (source.port != NULL)
            status = wait_at_port(space, source.port, patience);
        else
            status = wait_at_set(receiving, space, source.set, patience);
        if (status != MACH_MSG_SUCCESS || receiving->taken.message != NULL)
            return status;
    }
}

/* The receiver cannot have it, and nobody is told that there is room: the buffer gets a bare header and as much of the trailer
   as it holds, and the rest of the message is destroyed. The space is locked. Unlocks it. */
static mach_msg_return_t hand_over_bare(struct receiving *receiving, struct space *space, mach_msg_return_t status)
{
    struct {
        mach_msg_header_t header;
        mach_msg_max_trailer_t trailer;
    } bare;
    struct debts debts;
    debts_begin(&debts, NULL);
    const struct facts facts = {.seqno = receiving->taken.facts.seqno};
    header_copyout_bare(space, receiving->taken.message, &bare.header, &debts);
    space_unlock(space);
    uint32_t size = (uint32_t)sizeof bare.header + trailer_write(receiving->option, &facts, &bare.trailer);
    memcpy(receiving->buffer, &bare, size < receiving->size ? size : receiving->size);
    debts_pay(&debts);
    message_destroy_rest(receiving->taken.message, &debts);
    return status == MACH_RCV_TOO_LARGE && receiving->size < sizeof bare.header ? MACH_RCV_INVALID_DATA : status;
}

/* The space is locked. Unlocks it. */
static mach_msg_return_t hand_over(struct receiving *receiving, struct space *space)
{
    struct message *message = receiving->taken.message;
    struct debts debts;
    debts_begin(&debts, NULL);
    if (size_needed(receiving, message) > receiving->size)
        return hand_over_bare(receiving, space, MACH_RCV_TOO_LARGE);
    mach_msg_return_t status = header_copyout(space, message, receiving->buffer, &debts);
    if (status != MACH_MSG_SUCCESS)
        return hand_over_bare(receiving, space, status);
    space_unlock(space);
    debts_pay(&debts);
    queue_tell_room(receiving->taken.port);
    if (message->complex) {
        struct taker taker = {receiving->buffer, .knows_guarded = (receiving->option & MACH_RCV_GUARDED_DESC) != 0};
        status = descriptors_copyout(message, taker, &debts);
    }
    char *end = (char *)receiving->buffer + message->size;
    mach_msg_max_trailer_t trailer;
    memcpy(end - message->byte_count, message_bytes(message), message->byte_count);
    size_t trailer_size = trailer_write(receiving->option, &receiving->taken.facts, &trailer);
    memcpy(end, &trailer, trailer_size);
    message_free(message);
    return status == MACH_MSG_SUCCESS ? status : MACH_RCV_BODY_ERROR | status;
}

mach_msg_return_t receive_message(mach_msg_header_t *buffer, mach_msg_option_t option, mach_msg_size_t size,
                                  mach_port_name_t from, struct patience patience)
{
    struct receiving receiving = {.buffer = buffer, .option = option, .size = size, .from = from, .acting = task_acting()};
    if (((unsigned)option & (unsigned)MACH_RCV_TRAILER_TYPE(0xfU)) != 0)
        return MACH_RCV_INVALID_TRAILER;
    mach_msg_return_t status = find_message(&receiving, patience);
    if (status != MACH_MSG_SUCCESS)
        return status;
    struct space *space = receiving.acting.space;
    if (receiving.taken.stays) {
        space_unlock(space);
        return MACH_RCV_TOO_LARGE;
    }
    status = hand_over(&receiving, space);
    port_release(receiving.taken.port);
    return status;
}
