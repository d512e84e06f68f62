/* Receiving: a message is found or waited for, and taken out of its queue.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "receive.h"
#include "entry.h"
#include "queue.h"
#include "quick.h"
#include "receiving.h"
#include "request.h"
#include "set.h"
#include <string.h>

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

/* The first message of a locked port. False where there is none; else unlocks the port. */
static bool take_from_port(struct receiving *receiving, struct port *port)
{
    sleeper_t sleeper = NULL;
    struct message *message = queue_first(port);
    if (message == NULL)
        return false;
    receiving->message = message;
    if ((receiving->option & MACH_RCV_LARGE) != 0 && receiving_needs(receiving, message) > receiving->size) {
        tell_too_large(receiving, port, message);
        receiving->stays = true;
        queue_call_receivers(port);
    } else {
        receiving->local = port->receiver_name;
        receiving->facts = (struct facts){port->seqno, message->sender, port->context};
        if (port->requests->size != 0) {
            port_reference(port);
            receiving->requested = port;
        }
        sleeper = queue_take(port, &receiving->debts);
    }
    lock_release(&port->lock);
    sleeper_wake(sleeper);
    return true;
}

static bool take_from_set(struct receiving *receiving, struct port_set *set)
{
    for (struct port *port = set_next_member(set, NULL); port != NULL; port = set_next_member(set, port)) {
        lock_acquire(&port->lock);
        if (take_from_port(receiving, port)) {
            set_turn(set, port);
            return true;
        }
        lock_release(&port->lock);
    }
    return false;
}

static mach_msg_return_t status_of_wait(struct waiter *waiter, enum waiter_end end)
{
    switch (waiter_state(waiter)) {
    case WAITER_CALLED: return MACH_MSG_SUCCESS;
    case WAITER_LOST: return MACH_RCV_PORT_CHANGED;
    default: return end == WAITER_TIMED_OUT ? MACH_RCV_TIMED_OUT : MACH_RCV_INTERRUPTED;
    }
}

/* Waits at a locked port whose queue is empty. Unlocks it. */
static mach_msg_return_t wait_at_port(struct port *port, struct patience patience)
{
    struct waiter waiter;
    if (waiter_looks_again(&port->receivers, port->seqno) && patience.deadline == NO_DEADLINE) {
        lock_release(&port->lock);
        lock_pause_for_another();
        return MACH_MSG_SUCCESS;
    }
    waiters_add(&port->receivers, &waiter);
    port_reference(port);
    lock_release(&port->lock);
    enum waiter_end end = waiter_wait(&waiter, patience);
    if (!waiter_is_told(&waiter)) {
        lock_acquire(&port->lock);
        if (!waiter_is_told(&waiter))
            waiters_remove(&port->receivers, &waiter);
        lock_release(&port->lock);
    }
    port_release(port);
    return status_of_wait(&waiter, end);
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
        space_unlock(space);
        return MACH_MSG_SUCCESS;
    }
    space_unlock(space);
    enum waiter_end end = waiter_wait(&waiter, patience);
    /* Who destroys the set tells those who wait at it under the space's lock: one who was not told finds it there. */
    if (!waiter_is_told(&waiter)) {
        lock_acquire(&space->lock);
        if (!waiter_is_told(&waiter))
            set_stop_waiting(set, &waiter);
        space_unlock(space);
    }
    return status_of_wait(&waiter, end);
}

/* What the name of a receive is. It must be the same each time that a thread comes back to it from a wait. */
struct source {
    struct port *port;
    struct port_set *set;
};

/* Finds it, and leaves a port locked and its space not, or the space of a set. */
static mach_msg_return_t lock_source(struct receiving *receiving, struct source *source, struct space **locked)
{
    *source = (struct source){quick_lock_port(receiving->acting, receiving->from, HOLDS_RECEIVE), NULL};
    if (source->port != NULL)
        return MACH_MSG_SUCCESS;
    struct space *space = task_lock_acting(receiving->acting);
    if (space == NULL)
        return MACH_RCV_INVALID_NAME;
    struct entry *entry = entry_lookup(space, receiving->from);
    if (entry != NULL && (entry_holds(entry) & HOLDS_RECEIVE) != 0) {
        source->port = entry_port(entry);
        lock_acquire(&source->port->lock);
    } else if (entry != NULL && (entry_holds(entry) & HOLDS_PORT_SET) != 0) {
        source->set = entry->set;
        *locked = space;
        return MACH_MSG_SUCCESS;
    }
    space_unlock(space);
    return source->port != NULL ? MACH_MSG_SUCCESS : MACH_RCV_INVALID_NAME;
}

static void unlock_source(const struct source *source, struct space *space)
{
    if (source->port != NULL)
        lock_release(&source->port->lock);
    else
        space_unlock(space);
}

/* Waits for a message until one was taken, or there may be one. */
static mach_msg_return_t wait_at(struct receiving *receiving, const struct source *source, struct space *space,
                                 struct patience patience)
{
    if (patience.deadline == NO_WAIT) {
        unlock_source(source, space);
        return MACH_RCV_TIMED_OUT;
    }
    return source->port != NULL ? wait_at_port(source->port, patience) : wait_at_set(receiving, space, source->set, patience);
}

static bool take(struct receiving *receiving, const struct source *source, struct space *space)
{
    if (source->port != NULL)
        return take_from_port(receiving, source->port);
    if (!take_from_set(receiving, source->set))
        return false;
    space_unlock(space);
    return true;
}

/* There was no message: waits for one, and finds it. The source is locked. Unlocks it. */
static mach_msg_return_t find_later(struct receiving *receiving, const struct source *first, struct space *space)
{
    const mach_msg_option_t option = receiving->option;
    const struct patience patience =
        patience_begin((option & MACH_RCV_TIMEOUT) != 0, receiving->timeout, (option & MACH_RCV_INTERRUPT) != 0);
    for (;;) {
        struct source source;
        mach_msg_return_t status = wait_at(receiving, first, space, patience);
        if (status != MACH_MSG_SUCCESS || receiving->message != NULL)
            return status;
        if (lock_source(receiving, &source, &space) != MACH_MSG_SUCCESS)
            return MACH_RCV_PORT_CHANGED;
        if (source.port != first->port || source.set != first->set) {
            unlock_source(&source, space);
            return MACH_RCV_PORT_CHANGED;
        }
        if (take(receiving, &source, space))
            return MACH_MSG_SUCCESS;
    }
}

mach_msg_return_t receive_message(mach_msg_header_t *buffer, mach_msg_option_t option, mach_msg_size_t size,
                                  mach_port_name_t from, mach_msg_timeout_t timeout, struct port *port)
{
    struct receiving receiving;
    struct source source = {port, NULL};
    struct space *space = NULL;
    mach_msg_return_t status = MACH_MSG_SUCCESS;
    receiving_begin(&receiving, buffer, option, size);
    receiving.from = from;
    receiving.timeout = timeout;
    if (port == NULL)
        status = lock_source(&receiving, &source, &space);
    if (status == MACH_MSG_SUCCESS && !take(&receiving, &source, space))
        status = find_later(&receiving, &source, space);
    if (status != MACH_MSG_SUCCESS)
        return status;
    return receiving.stays ? MACH_RCV_TOO_LARGE : receiving_hand_over(&receiving);
}
