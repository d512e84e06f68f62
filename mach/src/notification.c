/* mach_port_request_notification: who wants to be told what.
   SPDX-License-Identifier: MIT OR Apache-2.0
   The notify right, a send-once right, is taken before anything is checked; where the request fails it goes unused. */
#include "call.h"
#include "entry.h"
#include "request.h"
#include "right.h"
#include "task.h"

static kern_return_t request_port_destroyed(struct space *space, mach_port_name_t name, struct port *notify)
{
    struct port *port;
    kern_return_t status = MACH_PORT_VALID(name) ? lock_receive(space, name, &port) : KERN_INVALID_RIGHT;
    if (status != KERN_SUCCESS)
        return status;
    if (port->reply)
        status = KERN_INVALID_RIGHT;
    else if (port->requests->port_destroyed != NULL)
        status = KERN_FAILURE;
    else if (notify != NULL && (status = requests_begin(port)) == KERN_SUCCESS)
        port->requests->port_destroyed = notify;
    lock_release(&port->lock);
    return status;
}

static kern_return_t request_no_senders(struct space *space, mach_port_name_t name, mach_port_mscount_t sync, struct port *notify,
                                        struct port **previous, struct debts *debts)
{
    struct port *port;
    kern_return_t status = MACH_PORT_VALID(name) ? lock_receive(space, name, &port) : KERN_INVALID_RIGHT;
    if (status != KERN_SUCCESS)
        return status;
    if (port->reply) {
        status = KERN_INVALID_RIGHT;
    } else if (notify == NULL || (status = requests_begin(port)) == KERN_SUCCESS) {
        *previous = requests_take(&port->requests->no_senders);
        if (port->srights == 0 && sync <= port->mscount)
            owe_notification(debts, MACH_NOTIFY_NO_SENDERS, notify, port->mscount);
        else if (notify != NULL)
            port->requests->no_senders = notify;
    }
    lock_release(&port->lock);
    return status;
}

/* A request about a live port. The port is locked. */
static kern_return_t request_alive(struct space *space, struct entry *entry, struct port *port, mach_port_type_t type,
                                   struct port *notify, struct port **previous, struct debts *debts)
{
    mach_port_name_t name = entry_name(space, entry);
    if ((entry_holds(entry) & HAS_REQUEST) != 0)
        *previous = request_take(port, space, name);
    entry_hold_no_more(entry, HAS_REQUEST);
    if (notify == NULL)
        return KERN_SUCCESS;
    bool immediate = (type & MACH_PORT_TYPE_SPREQUEST) != 0 && (type & MACH_PORT_TYPE_SPREQUEST_DELAYED) == 0;
    if (immediate && ((entry_holds(entry) & HOLDS_SEND_ONCE) != 0 || !port_is_full(port))) {
        owe_notification(debts, MACH_NOTIFY_SEND_POSSIBLE, notify, name);
        return KERN_SUCCESS;
    }
    kern_return_t status = request_add(port, space, name, type, notify);
    if (status == KERN_SUCCESS)
        entry_hold(entry, HAS_REQUEST);
    return status;
}

/* A dead-name or send-possible request: both are in the same place, and one replaces the other. */
static kern_return_t request_name(struct space *space, mach_port_name_t name, mach_port_type_t type, struct port *notify,
                                  struct port **previous, struct debts *debts)
{
    if (!MACH_PORT_VALID(name))
        return KERN_INVALID_ARGUMENT;
    struct entry *entry = entry_lookup(space, name);
    if (entry == NULL)
        return KERN_INVALID_NAME;
    if (notify == NULL && (entry_holds(entry) & HAS_REQUEST) == 0)
        return KERN_SUCCESS;
    struct port *port = entry_lock_port(space, entry);
    if (port != NULL) {
        kern_return_t status = request_alive(space, entry, port, type, notify, previous, debts);
        lock_release(&port->lock);
        return status;
    }
    if ((entry_holds(entry) & HOLDS_DEAD_NAME) == 0)
        return KERN_INVALID_RIGHT;
    if (notify == NULL || (type & MACH_PORT_TYPE_SPREQUEST) == 0)
        return KERN_INVALID_ARGUMENT;
    (void)entry_change_dead(space, entry, 1);
    owe_notification(debts, MACH_NOTIFY_DEAD_NAME, notify, name);
    return KERN_SUCCESS;
}

/* On success the notify right is taken over. */
static kern_return_t request(struct space *space, mach_port_name_t name, mach_msg_id_t id, mach_port_mscount_t sync,
                             struct port *notify, struct port **previous, struct debts *debts)
{
    mach_port_type_t type = MACH_PORT_TYPE_DNREQUEST;
    switch (id) {
    case MACH_NOTIFY_PORT_DESTROYED: return sync != 0 ? KERN_INVALID_VALUE : request_port_destroyed(space, name, notify);
    case MACH_NOTIFY_NO_SENDERS: return request_no_senders(space, name, sync, notify, previous, debts);
    case MACH_NOTIFY_SEND_POSSIBLE:
        type |= MACH_PORT_TYPE_SPREQUEST | (sync == 0 ? MACH_PORT_TYPE_SPREQUEST_DELAYED : 0);
        return request_name(space, name, type, notify, previous, debts);
    case MACH_NOTIFY_DEAD_NAME: return request_name(space, name, type, notify, previous, debts);
    default: return KERN_INVALID_VALUE;
    }
}

/* Takes the notify right from the calling task: no right for NULL. Of its own names a task asks by a trap, of another's by a
   message. */
static kern_return_t take_notify(mach_port_name_t notify, mach_msg_type_name_t disposition, bool own, struct right *right)
{
    struct debts debts;
    debts_begin(&debts, NULL);
    bool fits = disposition == MACH_MSG_TYPE_MAKE_SEND_ONCE || disposition == MACH_MSG_TYPE_MOVE_SEND_ONCE;
    *right = (struct right){MACH_MSG_TYPE_PORT_SEND_ONCE, notify == MACH_PORT_DEAD ? &port_dead : NULL};
    kern_return_t status = KERN_SUCCESS;
    if (MACH_PORT_VALID(notify)) {
        struct space *space = task_lock_current();
        if (space == NULL)
            return KERN_INVALID_TASK;
        status = right_copyin(space, notify, disposition, right, &debts);
        space_unlock(space);
    }
    /* Another disposition goes into the message of the call, and is refused where that is read. */
    if (!fits && status == KERN_SUCCESS) {
        right_destroy(*right, &debts);
        status = MIG_TYPE_ERROR;
    } else if (status != KERN_SUCCESS && (!fits || !own)) {
        status = MACH_SEND_INVALID_RIGHT;
    }
    debts_pay(&debts);
    return status;
}

kern_return_t mach_port_request_notification(ipc_space_t task, mach_port_name_t name, mach_msg_id_t msgid,
                                             mach_port_mscount_t sync, mach_port_t notify, mach_msg_type_name_t notifyPoly,
                                             mach_port_t *previous)
{
    struct space *space;
    struct right taken;
    struct debts debts;
    debts_begin(&debts, NULL);
    struct port *replaced = NULL;
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    const bool own = space->task == task_current();
    space_unlock(space);
    status = take_notify(notify, notifyPoly, own, &taken);
    if (status != KERN_SUCCESS)
        return status;
    if (taken.port == &port_dead)
        return KERN_INVALID_CAPABILITY;
    status = task_lock(task, &space);
    if (status == KERN_SUCCESS) {
        status = request(space, name, msgid, sync, taken.port, &replaced, &debts);
        space_unlock(space);
    }
    if (status != KERN_SUCCESS)
        right_destroy(taken, &debts);
    debts_pay(&debts);
    *previous = MACH_PORT_NULL;
    if (status != KERN_SUCCESS || replaced == NULL)
        return status;
    const struct right right = {MACH_MSG_TYPE_PORT_SEND_ONCE, replaced};
    /* By a message goes what is asked of another task, and what takes a request back. */
    if (!own || taken.port == NULL)
        return right_deliver_in_reply(right, previous);
    status = right_deliver(right, previous);
    /* Darwin's trap hands no dead right over, though the request is made; only what goes by a message says DEAD. */
    if (*previous != MACH_PORT_DEAD)
        return status;
    *previous = MACH_PORT_NULL;
    return KERN_INVALID_CAPABILITY;
}
