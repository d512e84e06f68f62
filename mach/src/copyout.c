/* Copyout: a right enters a space, or goes.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "copyout.h"
#include "debts.h"
#include "task.h"
#include "transit.h"

kern_return_t right_copyout_dead(struct right right, mach_port_name_t *name, struct debts *debts)
{
    right_destroy(right, debts);
    *name = MACH_PORT_DEAD;
    return KERN_SUCCESS;
}

kern_return_t right_copyout(struct space *space, struct right right, mach_port_name_t *name, struct debts *debts)
{
    return right_go_in(space, right, name, debts);
}

/* Whether a right may enter under a name. The port is locked. A port that the space knows under another name comes
   first, before what is wrong with the number. */
static kern_return_t check_name(struct space *space, struct right right, mach_port_name_t name, kern_return_t possible)
{
    if (!port_is_active(right.port))
        return KERN_INVALID_CAPABILITY;
    struct entry *merging = right_merging_entry(space, right);
    if (merging != NULL)
        return entry_name(space, merging) == name ? KERN_SUCCESS : KERN_RIGHT_EXISTS;
    return entry_lookup(space, name) == NULL ? possible : KERN_NAME_EXISTS;
}

/* The magazines are stopped. */
static kern_return_t copyout_name(struct space *space, struct right right, mach_port_name_t name)
{
    struct port *port = right.port;
    kern_return_t status = entry_name_possible(space, name);
    if (status != KERN_SUCCESS && status != KERN_INVALID_VALUE)
        return status;
    lock_acquire(&port->lock);
    status = check_name(space, right, name, status);
    if (status != KERN_SUCCESS) {
        lock_release(&port->lock);
        return status;
    }
    struct entry *entry = entry_lookup(space, name);
    if (entry != NULL)
        right_merge(space, entry, right);
    else
        right_enter(space, entry_allocate_name(space, name), right);
    lock_release(&port->lock);
    return KERN_SUCCESS;
}

kern_return_t right_copyout_name(struct space *space, struct right right, mach_port_name_t name)
{
    if (right.port == &port_dead)
        return KERN_INVALID_CAPABILITY;
    magazines_stop(space);
    kern_return_t status = copyout_name(space, right, name);
    magazines_go_on(space);
    return status;
}

kern_return_t right_deliver(struct right right, mach_port_name_t *name)
{
    struct debts debts;
    debts_begin(&debts, NULL);
    struct space *space = task_lock_current();
    kern_return_t status = KERN_INVALID_TASK;
    if (space != NULL) {
        status = right_copyout(space, right, name, &debts);
        space_unlock(space);
    }
    if (status != KERN_SUCCESS) {
        right_destroy(right, &debts);
        *name = MACH_PORT_NULL;
    }
    debts_pay(&debts);
    return status;
}

kern_return_t right_deliver_in_reply(struct right right, mach_port_name_t *name)
{
    kern_return_t status = right_deliver(right, name);
    return status == KERN_NO_SPACE ? MACH_RCV_BODY_ERROR | MACH_MSG_IPC_SPACE : status;
}

void right_destroy(struct right right, struct debts *debts)
{
    struct port *port = right.port;
    if (port == NULL || port == &port_dead)
        return;
    if (right.type == MACH_MSG_TYPE_PORT_RECEIVE) {
        transit_end(port);
        lock_acquire(&port->lock);
        port_end_receive(port, debts);
        return;
    }
    lock_acquire(&port->lock);
    bool told = false;
    if (right.type == MACH_MSG_TYPE_PORT_SEND) {
        port_lose_send(port, debts);
    } else if (port_is_active(port)) {
        owe_notification(debts, MACH_NOTIFY_SEND_ONCE, port, 0);
        told = true;
    }
    lock_release(&port->lock);
    if (!told)
        port_release(port);
}
