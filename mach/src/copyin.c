/* Copyin: a right leaves an entry, or is made from one.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "call.h"
#include "entry.h"
#include "exception.h"
#include "request.h"
#include "right.h"

enum fitness right_fitness(struct entry *entry, mach_msg_type_name_t disposition)
{
    uint8_t needed = disposition == MACH_MSG_TYPE_MOVE_SEND_ONCE ? HOLDS_SEND_ONCE : HOLDS_SEND;
    switch (disposition) {
    case MACH_MSG_TYPE_MOVE_RECEIVE:
    case MACH_MSG_TYPE_MAKE_SEND:
    case MACH_MSG_TYPE_MAKE_SEND_ONCE: return (entry_holds(entry) & HOLDS_RECEIVE) != 0 ? FITS : FITS_NOT;
    case MACH_MSG_TYPE_COPY_SEND:
    case MACH_MSG_TYPE_MOVE_SEND:
    case MACH_MSG_TYPE_MOVE_SEND_ONCE: break;
    default: return FITS_NOT;
    }
    if ((entry_holds(entry) & HOLDS_DEAD_NAME) != 0)
        return IS_DEAD;
    if (entry_has_died(entry))
        return HAS_DIED;
    return (entry_holds(entry) & needed) != 0 ? FITS : FITS_NOT;
}

static kern_return_t make(struct entry *entry, mach_msg_type_name_t disposition, struct right *right)
{
    if ((entry_holds(entry) & HOLDS_RECEIVE) == 0)
        return KERN_INVALID_RIGHT;
    struct port *port = entry_port(entry);
    port_reference(port);
    lock_acquire(&port->lock);
    if (disposition == MACH_MSG_TYPE_MAKE_SEND) {
        port->srights++;
        port->mscount++;
        *right = (struct right){MACH_MSG_TYPE_PORT_SEND, port};
    } else {
        port->sorights++;
        *right = (struct right){MACH_MSG_TYPE_PORT_SEND_ONCE, port};
    }
    lock_release(&port->lock);
    return KERN_SUCCESS;
}

static kern_return_t move_receive(struct space *space, struct entry *entry, struct right *right, struct debts *debts)
{
    if ((entry_holds(entry) & HOLDS_RECEIVE) == 0)
        return KERN_INVALID_RIGHT;
    struct port *port = entry_port(entry);
    lock_acquire(&port->lock);
    if (port->immovable) {
        lock_release(&port->lock);
        return guard_exception(KERN_INVALID_CAPABILITY);
    }
    if ((entry_holds(entry) & HOLDS_SEND) != 0) {
        entry_hold_no_more(entry, HOLDS_RECEIVE);
        reverse_insert(space, entry);
        port_reference(port);
    } else {
        entry_vacate(space, entry, port, debts);
    }
    port_leave_space(port);
    lock_release(&port->lock);
    *right = (struct right){MACH_MSG_TYPE_PORT_RECEIVE, port};
    return KERN_SUCCESS;
}

/* One user reference of a send right, or a copy of it. The port is locked. Unlocks it. */
static void take_send(struct space *space, struct entry *entry, struct port *port, bool move, struct debts *debts)
{
    uint32_t left = 1;
    if (move)
        (void)entry_change_urefs(entry, -1, &left);
    bool last = left == 0, leaves = last && (entry_holds(entry) & HOLDS_RECEIVE) == 0;
    if (!last)
        port->srights++;
    if (!leaves)
        port_reference(port);
    if (leaves) {
        reverse_remove(space, entry);
        entry_vacate(space, entry, port, debts);
    } else if (last) {
        entry_lose_send(entry);
    }
    lock_release(&port->lock);
}

static kern_return_t take(struct space *space, struct entry *entry, mach_msg_type_name_t disposition, struct right *right,
                          struct debts *debts)
{
    bool once = disposition == MACH_MSG_TYPE_MOVE_SEND_ONCE;
    bool move = disposition != MACH_MSG_TYPE_COPY_SEND;
    *right = (struct right){once ? MACH_MSG_TYPE_PORT_SEND_ONCE : MACH_MSG_TYPE_PORT_SEND, &port_dead};
    if ((entry_holds(entry) & (HOLDS_SEND_RIGHTS | HOLDS_DEAD_NAME)) == 0)
        return KERN_INVALID_RIGHT;
    struct port *port = entry_lock_port(space, entry);
    if (port == NULL) {
        if (move)
            (void)entry_change_dead(space, entry, -1);
        return KERN_SUCCESS;
    }
    if ((entry_holds(entry) & (once ? HOLDS_SEND_ONCE : HOLDS_SEND)) == 0) {
        lock_release(&port->lock);
        return KERN_INVALID_RIGHT;
    }
    right->port = port;
    if (once) {
        entry_vacate(space, entry, port, debts);
        lock_release(&port->lock);
    } else {
        take_send(space, entry, port, move, debts);
    }
    return KERN_SUCCESS;
}

kern_return_t right_copyin(struct space *space, mach_port_name_t name, mach_msg_type_name_t disposition, struct right *right,
                           struct debts *debts)
{
    struct entry *entry = entry_lookup(space, name);
    if (entry == NULL)
        return KERN_INVALID_NAME;
    switch (disposition) {
    case MACH_MSG_TYPE_MAKE_SEND:
    case MACH_MSG_TYPE_MAKE_SEND_ONCE: return make(entry, disposition, right);
    case MACH_MSG_TYPE_MOVE_RECEIVE: return move_receive(space, entry, right, debts);
    case MACH_MSG_TYPE_COPY_SEND:
    case MACH_MSG_TYPE_MOVE_SEND:
    case MACH_MSG_TYPE_MOVE_SEND_ONCE: return take(space, entry, disposition, right, debts);
    default: return KERN_INVALID_RIGHT;
    }
}
