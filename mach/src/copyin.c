/* Copyin: a right leaves an entry, or is made from one.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "copyin.h"
#include "entry.h"
#include "exception.h"

static kern_return_t make(struct entry *entry, mach_msg_type_name_t disposition, struct right *right)
{
    if ((entry_holds(entry) & HOLDS_RECEIVE) == 0)
        return KERN_INVALID_RIGHT;
    struct port *port = entry_port(entry);
    lock_acquire(&port->lock);
    *right = right_add(port, disposition);
    lock_release(&port->lock);
    return KERN_SUCCESS;
}

static __attribute__((noinline)) kern_return_t move_receive(struct space *space, struct entry *entry, struct right *right,
                                                            struct debts *debts)
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

/* One user reference of a send right goes. The port is locked. */
QUICK struct right move_send(struct space *space, struct entry *entry, struct port *port, struct debts *debts)
{
    if (entry_lose_uref(entry) != 0)
        return right_add(port, MACH_MSG_TYPE_MOVE_SEND);
    if ((entry_holds(entry) & HOLDS_RECEIVE) != 0) {
        entry_lose_send(entry);
        port_reference(port);
    } else {
        reverse_remove(space, entry, port);
        entry_vacate(space, entry, port, debts);
    }
    return (struct right){MACH_MSG_TYPE_PORT_SEND, port};
}

/* What comes in place of a right whose port is dead. */
static __attribute__((noinline)) kern_return_t take_dead(struct space *space, struct entry *entry,
                                                         mach_msg_type_name_t disposition, struct right *right)
{
    if ((entry_holds(entry) & HOLDS_DEAD_NAME) == 0)
        return KERN_INVALID_RIGHT;
    if (disposition != MACH_MSG_TYPE_COPY_SEND)
        (void)entry_change_dead(space, entry, -1);
    *right = (struct right){right_type(disposition), &port_dead};
    return KERN_SUCCESS;
}

QUICK kern_return_t take(struct space *space, struct entry *entry, mach_msg_type_name_t disposition, struct right *right,
                         struct debts *debts)
{
    struct port *port = entry_lock_port(space, entry);
    if (port == NULL)
        return take_dead(space, entry, disposition, right);
    kern_return_t status = KERN_SUCCESS;
    if ((entry_holds(entry) & right_needs(disposition)) == 0) {
        status = KERN_INVALID_RIGHT;
    } else if (disposition == MACH_MSG_TYPE_MOVE_SEND) {
        *right = move_send(space, entry, port, debts);
    } else if (disposition == MACH_MSG_TYPE_COPY_SEND) {
        *right = right_add(port, disposition);
    } else {
        entry_vacate(space, entry, port, debts);
        *right = (struct right){MACH_MSG_TYPE_PORT_SEND_ONCE, port};
    }
    lock_release(&port->lock);
    return status;
}

QUICK kern_return_t take_any(struct space *space, struct entry *entry, mach_msg_type_name_t disposition, struct right *right,
                             struct debts *debts)
{
    const uint8_t needed = right_needs(disposition);
    if (needed == HOLDS_RECEIVE)
        return disposition == MACH_MSG_TYPE_MOVE_RECEIVE ? move_receive(space, entry, right, debts)
                                                         : make(entry, disposition, right);
    return needed != 0 ? take(space, entry, disposition, right, debts) : KERN_INVALID_RIGHT;
}

kern_return_t right_take(struct space *space, struct entry *entry, mach_msg_type_name_t disposition, struct right *right,
                         struct debts *debts)
{
    return take_any(space, entry, disposition, right, debts);
}

kern_return_t right_copyin(struct space *space, mach_port_name_t name, mach_msg_type_name_t disposition, struct right *right,
                           struct debts *debts)
{
    struct entry *entry = entry_lookup(space, name);
    return entry == NULL ? KERN_INVALID_NAME : take_any(space, entry, disposition, right, debts);
}
