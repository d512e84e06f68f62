/* A right enters a space.
   SPDX-License-Identifier: MIT OR Apache-2.0
   All need the space's lock. */
#ifndef EMBEDDED_COPYOUT_H
#define EMBEDDED_COPYOUT_H
#include "entry.h"
#include "quick.h"
#include "right.h"

/* The right enters a fresh entry, with its reference. The port is locked. */
QUICK void right_enter(struct space *space, struct entry *entry, struct right right)
{
    struct port *port = right.port;
    entry_put_port(entry, port_number(port));
    if (right.type == MACH_MSG_TYPE_PORT_SEND) {
        entry_fill(entry, 1, HOLDS_SEND);
        reverse_insert(space, entry, port);
    } else if (right.type == MACH_MSG_TYPE_PORT_SEND_ONCE) {
        entry_fill(entry, 1, HOLDS_SEND_ONCE);
    } else {
        entry_fill(entry, 0, HOLDS_RECEIVE);
        port->receiver = space;
        port->receiver_name = entry_name(space, entry);
    }
}

/* The right joins another to the same port in its entry, and its reference goes. The port is locked. */
QUICK void right_merge(struct space *space, struct entry *entry, struct right right)
{
    struct port *port = right.port;
    if (right.type == MACH_MSG_TYPE_PORT_RECEIVE) {
        reverse_remove(space, entry, port);
        entry_hold(entry, HOLDS_RECEIVE);
        port->receiver = space;
        port->receiver_name = entry_name(space, entry);
    } else {
        if ((entry_holds(entry) & HOLDS_SEND) != 0)
            port->srights--;
        entry_gain_send(entry);
    }
    port_release(port);
}

/* The entry that the right must merge with: NULL where it needs one of its own, as the only send right does whose receive right
   is elsewhere. The port is locked. */
QUICK struct entry *right_merging_entry(struct space *space, struct right right)
{
    struct port *port = right.port;
    bool only = right.type == MACH_MSG_TYPE_PORT_SEND && port->srights == 1 && port->receiver != space;
    return only || right.type == MACH_MSG_TYPE_PORT_SEND_ONCE ? NULL : reverse_lookup(space, port);
}

/* A right to a port that is not known to live. */
SELDOM kern_return_t right_copyout_dead(struct right right, mach_port_name_t *name, struct debts *debts);

/* What right_copyout does. */
QUICK kern_return_t right_go_in(struct space *space, struct right right, mach_port_name_t *name, struct debts *debts)
{
    struct port *port = right.port;
    if (port == &port_dead)
        return right_copyout_dead(right, name, debts);
    lock_acquire(&port->lock);
    if (!port_is_active(port)) {
        lock_release(&port->lock);
        return right_copyout_dead(right, name, debts);
    }
    struct entry *entry = right_merging_entry(space, right);
    if (entry != NULL)
        right_merge(space, entry, right);
    else if ((entry = entry_allocate(space)) != NULL)
        right_enter(space, entry, right);
    if (entry != NULL)
        *name = entry_name(space, entry);
    lock_release(&port->lock);
    return entry != NULL ? KERN_SUCCESS : KERN_NO_SPACE;
}

#endif
