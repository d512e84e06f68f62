/* Copyin: a right leaves an entry, or is made from one.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "copyin.h"
#include "exception.h"

static kern_return_t make(struct space *space, struct entry *entry, mach_msg_type_name_t disposition, struct right *right,
                          struct debts *debts)
{
    if ((entry_holds(entry) & HOLDS_RECEIVE) == 0)
        return KERN_INVALID_RIGHT;
    struct port *port = entry_port(entry);
    lock_acquire(&port->lock);
    *right = right_come_out(space, entry, port, disposition, debts);
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
        reverse_insert(space, entry, port);
        port_reference(port);
    } else {
        entry_vacate(space, entry, port, debts);
    }
    port_leave_space(port);
    lock_release(&port->lock);
    *right = (struct right){MACH_MSG_TYPE_PORT_RECEIVE, port};
    return KERN_SUCCESS;
}

/* What comes in place of a right whose port is dead. */
static kern_return_t take_dead(struct space *space, struct entry *entry, mach_msg_type_name_t disposition, struct right *right)
{
    if ((entry_holds(entry) & HOLDS_DEAD_NAME) == 0)
        return KERN_INVALID_RIGHT;
    if (disposition != MACH_MSG_TYPE_COPY_SEND)
        (void)entry_change_dead(space, entry, -1);
    *right = (struct right){right_type(disposition), &port_dead};
    return KERN_SUCCESS;
}

static kern_return_t take(struct space *space, struct entry *entry, mach_msg_type_name_t disposition, struct right *right,
                          struct debts *debts)
{
    struct port *port = entry_lock_port(space, entry);
    if (port == NULL)
        return take_dead(space, entry, disposition, right);
    bool fits = (entry_holds(entry) & right_needs(disposition)) != 0;
    if (fits)
        *right = right_come_out(space, entry, port, disposition, debts);
    lock_release(&port->lock);
    return fits ? KERN_SUCCESS : KERN_INVALID_RIGHT;
}

kern_return_t right_take(struct space *space, struct entry *entry, mach_msg_type_name_t disposition, struct right *right,
                         struct debts *debts)
{
    switch (disposition) {
    case MACH_MSG_TYPE_MAKE_SEND:
    case MACH_MSG_TYPE_MAKE_SEND_ONCE: return make(space, entry, disposition, right, debts);
    case MACH_MSG_TYPE_MOVE_RECEIVE: return move_receive(space, entry, right, debts);
    case MACH_MSG_TYPE_COPY_SEND:
    case MACH_MSG_TYPE_MOVE_SEND:
    case MACH_MSG_TYPE_MOVE_SEND_ONCE: return take(space, entry, disposition, right, debts);
    default: return KERN_INVALID_RIGHT;
    }
}

kern_return_t right_copyin(struct space *space, mach_port_name_t name, mach_msg_type_name_t disposition, struct right *right,
                           struct debts *debts)
{
    struct entry *entry = entry_lookup(space, name);
    return entry == NULL ? KERN_INVALID_NAME : right_take(space, entry, disposition, right, debts);
}
