/* Rights change names: mach_port_insert_right, mach_port_extract_right.
   SPDX-License-Identifier: MIT OR Apache-2.0
   Both are copyin and copyout, without a message between them. The name of the caller's right is the calling task's; the other
   may be any task's. Darwin inserts into another task by a message: what the call names then is wrong as it is in one. */
#include "call.h"
#include "entry.h"
#include "right.h"
#include "task.h"

static bool is_disposition(mach_msg_type_name_t disposition)
{
    return disposition >= MACH_MSG_TYPE_MOVE_RECEIVE && disposition <= MACH_MSG_TYPE_MAKE_SEND_ONCE;
}

/* A send right made or copied under the name of what it is made from never leaves the entry, and finds a dead port
   without looking. */
static kern_return_t insert_in_place(struct space *space, mach_port_name_t name, mach_msg_type_name_t disposition)
{
    bool makes = disposition == MACH_MSG_TYPE_MAKE_SEND;
    struct entry *entry = entry_lookup(space, name);
    if (entry == NULL)
        return KERN_INVALID_NAME;
    if ((entry_holds(entry) & HOLDS_DEAD_NAME) != 0)
        return KERN_INVALID_CAPABILITY;
    if ((entry_holds(entry) & HOLDS_PORT_RIGHTS) == 0)
        return KERN_INVALID_RIGHT;
    struct port *port = entry_port(entry);
    lock_acquire(&port->lock);
    kern_return_t status = KERN_SUCCESS;
    if (!port_is_active(port)) {
        status = KERN_INVALID_CAPABILITY;
    } else if ((entry_holds(entry) & (makes ? HOLDS_RECEIVE : HOLDS_SEND)) == 0) {
        status = KERN_INVALID_RIGHT;
    } else {
        if ((entry_holds(entry) & HOLDS_SEND) == 0)
            port->srights++;
        if (makes)
            port->mscount++;
        entry_gain_send(entry);
    }
    lock_release(&port->lock);
    return status;
}

/* The right is taken already: whatever goes wrong from here on, it is gone. Pays what taking it owes. */
static kern_return_t insert_taken(mach_port_name_t task, mach_port_name_t name, struct right right, struct debts *debts)
{
    struct space *space;
    kern_return_t status = task_lock(task, &space);
    if (status == KERN_SUCCESS) {
        status = MACH_PORT_VALID(name) ? right_copyout_name(space, right, name) : KERN_INVALID_VALUE;
        space_unlock(space);
    }
    if (status != KERN_SUCCESS)
        right_destroy(right, debts);
    debts_pay(debts);
    return status;
}

kern_return_t mach_port_insert_right(ipc_space_t task, mach_port_name_t name, mach_port_t poly, mach_msg_type_name_t polyPoly)
{
    struct space *space;
    struct right right;
    struct debts debts;
    debts_begin(&debts, NULL);
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    bool own = space->task == task_current();
    if (own && !MACH_PORT_VALID(poly))
        return unlock_and_return(space, KERN_INVALID_NAME);
    if (own && name == poly && (polyPoly == MACH_MSG_TYPE_MAKE_SEND || polyPoly == MACH_MSG_TYPE_COPY_SEND))
        return unlock_and_return(space, insert_in_place(space, name, polyPoly));
    if (!own) {
        space_unlock(space);
        space = task_lock_current();
        if (space == NULL)
            return KERN_INVALID_TASK;
    }
    right = (struct right){polyPoly, &port_dead};
    if (MACH_PORT_VALID(poly))
        status = right_copyin(space, poly, polyPoly, &right, &debts);
    space_unlock(space);
    if (status != KERN_SUCCESS)
        return own ? status : MACH_SEND_INVALID_RIGHT;
    return insert_taken(task, name, right, &debts);
}

kern_return_t mach_port_extract_right(ipc_space_t task, mach_port_name_t name, mach_msg_type_name_t msgt_name, mach_port_t *poly,
                                      mach_msg_type_name_t *polyPoly)
{
    struct space *space;
    struct right right;
    struct debts debts;
    debts_begin(&debts, NULL);
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    if (!is_disposition(msgt_name))
        status = KERN_INVALID_VALUE;
    else
        status = MACH_PORT_VALID(name) ? right_copyin(space, name, msgt_name, &right, &debts) : KERN_INVALID_RIGHT;
    space_unlock(space);
    debts_pay(&debts);
    if (status != KERN_SUCCESS)
        return status;
    *polyPoly = right.type;
    return right_deliver_in_reply(right, poly);
}
