/* The right in an entry, and its user references.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "entry.h"
#include "debts.h"
#include "request.h"
#include "set.h"
#include <assert.h>

bool entry_has_request(struct space *space, struct entry *entry, struct port *port)
{
    return (entry_holds(entry) & HAS_REQUEST) != 0 && request_type(port, space, entry_name(space, entry)) != MACH_PORT_TYPE_NONE;
}

void entry_turn_dead(struct space *space, struct entry *entry)
{
    assert((entry_holds(entry) & HOLDS_RECEIVE) == 0);
    struct port *port = entry_port(entry);
    bool had_request = entry_has_request(space, entry, port);
    if ((entry_holds(entry) & HOLDS_SEND) != 0)
        reverse_remove(space, entry, port);
    entry_hold_instead(entry, HOLDS_DEAD_NAME, had_request);
    entry_put_port(entry, 0);
    port_release(port);
}

void entry_end_request(struct space *space, struct entry *entry, struct port *port, struct debts *debts)
{
    mach_port_name_t name = entry_name(space, entry);
    owe_notification(debts, MACH_NOTIFY_PORT_DELETED, request_take(port, space, name), name);
}

kern_return_t entry_change_dead(struct space *space, struct entry *entry, mach_port_delta_t delta)
{
    uint32_t left;
    kern_return_t status = entry_change_urefs(entry, delta, &left);
    if (left == 0)
        entry_free(space, entry);
    return status;
}

void entry_end_send(struct space *space, struct entry *entry, struct port *port, struct debts *debts)
{
    bool freed = (entry_holds(entry) & HOLDS_RECEIVE) == 0;
    port_lose_send(port, debts);
    if (freed) {
        reverse_remove(space, entry, port);
        entry_vacate(space, entry, port, debts);
    } else {
        entry_lose_send(entry);
    }
    lock_release(&port->lock);
    if (freed)
        port_release(port);
}

void entry_lose_send_once(struct space *space, struct entry *entry, struct port *port, struct debts *debts)
{
    owe_notification(debts, MACH_NOTIFY_SEND_ONCE, port, 0);
    entry_vacate(space, entry, port, debts);
    lock_release(&port->lock);
}

void entry_lose_receive(struct space *space, struct entry *entry, struct port *port, struct debts *debts)
{
    if ((entry_holds(entry) & HOLDS_SEND) == 0) {
        struct port *notify = NULL;
        mach_port_name_t name = entry_name(space, entry);
        if ((entry_holds(entry) & HAS_REQUEST) != 0)
            notify = request_take(port, space, name);
        entry_free(space, entry);
        port_end_receive(port, debts);
        owe_notification(debts, MACH_NOTIFY_PORT_DELETED, notify, name);
    } else if (port->requests->port_destroyed != NULL) {
        /* The port lives on, and so does the send right. */
        entry_hold_no_more(entry, HOLDS_RECEIVE);
        port_reference(port);
        reverse_insert(space, entry, port);
        port_end_receive(port, debts);
    } else {
        bool had_request = entry_has_request(space, entry, port);
        entry_hold_instead(entry, HOLDS_DEAD_NAME, had_request);
        entry_put_port(entry, 0);
        port_end_receive(port, debts);
    }
}

/* Whether nobody refers to a port but its entry, and nobody is to be told of its end. */
static bool is_known_to_nobody(struct port *port)
{
    lock_must_be_held(&port->lock); /* a receiver may have come to it before the space was locked, and be about to wait */
    return port_is_unshared(port) && port->last == NULL && port->members == NULL && port->requests == &requests_none;
}

bool entry_end_unshared(struct space *space, struct entry *entry)
{
    if (entry_holds(entry) != HOLDS_RECEIVE)
        return false;
    struct port *port = entry_port(entry);
    lock_acquire(&port->lock);
    bool ends = is_known_to_nobody(port);
    if (ends)
        atomic_store_explicit(&port->active, false, memory_order_relaxed);
    lock_release(&port->lock);
    if (!ends)
        return false;
    entry_free(space, entry);
    magazine_give_port(port);
    return true;
}

void entry_destroy(struct space *space, struct entry *entry, struct debts *debts)
{
    if (entry_end_unshared(space, entry))
        return;
    struct port *port = entry_lock_port(space, entry);
    if ((entry_holds(entry) & HOLDS_PORT_SET) != 0) {
        set_destroy(entry->set);
        entry_free(space, entry);
    } else if ((entry_holds(entry) & HOLDS_DEAD_NAME) != 0) {
        entry_free(space, entry);
    } else if ((entry_holds(entry) & HOLDS_SEND_ONCE) != 0) {
        entry_lose_send_once(space, entry, port, debts);
    } else if ((entry_holds(entry) & HOLDS_RECEIVE) == 0) {
        entry_end_send(space, entry, port, debts);
    } else {
        if ((entry_holds(entry) & HOLDS_SEND) != 0) {
            port_lose_send(port, debts);
            entry_lose_send(entry);
        }
        entry_lose_receive(space, entry, port, debts);
    }
}
