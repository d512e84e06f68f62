/* Rights go: mach_port_deallocate, mach_port_destroy, mach_port_mod_refs, mach_port_destruct.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "call.h"
#include "entry.h"
#include "exception.h"
#include "quick.h"
#include "release.h"
#include "task.h"

QUICK bool quick_end_plain(mach_port_name_t task, mach_port_name_t name)
{
    struct magazine *own = magazine_begin(task);
    if (own == NULL)
        return false;
    bool done = quick_end_receive(own, name);
    magazine_end(own);
    return done;
}

/* User references of a send right. The port is locked. Unlocks it. */
static kern_return_t change_send(struct space *space, struct entry *entry, struct port *port, mach_port_delta_t delta,
                                 struct debts *debts)
{
    uint32_t left;
    kern_return_t status = entry_change_urefs(entry, delta, &left);
    if (left == 0)
        entry_end_send(space, entry, port, debts);
    else
        lock_release(&port->lock);
    return status;
}

static kern_return_t deallocate(struct space *space, struct entry *entry, struct debts *debts)
{
    struct port *port = entry_lock_port(space, entry);
    if ((entry_holds(entry) & HOLDS_PORT_SET) != 0) {
        entry_destroy(space, entry, debts);
    } else if ((entry_holds(entry) & HOLDS_DEAD_NAME) != 0) {
        (void)entry_change_dead(space, entry, -1);
    } else if ((entry_holds(entry) & HOLDS_SEND_ONCE) != 0) {
        entry_lose_send_once(space, entry, port, debts);
    } else if ((entry_holds(entry) & HOLDS_SEND) != 0) {
        (void)change_send(space, entry, port, -1, debts);
    } else {
        lock_release(&port->lock);
        return guard_exception(KERN_INVALID_RIGHT);
    }
    return KERN_SUCCESS;
}

static __attribute__((noinline)) kern_return_t lock_and_deallocate(ipc_space_t task, mach_port_name_t name)
{
    struct space *space;
    struct debts debts;
    debts_begin(&debts, NULL);
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    magazine_want(space);
    if (!MACH_PORT_VALID(name))
        return unlock_and_return(space, KERN_SUCCESS);
    struct entry *entry = entry_lookup(space, name);
    status = entry == NULL ? guard_exception(KERN_INVALID_NAME) : deallocate(space, entry, &debts);
    return unlock_pay_and_return(space, &debts, status);
}

kern_return_t mach_port_deallocate(ipc_space_t task, mach_port_name_t name)
{
    struct magazine *own = magazine_begin(task);
    if (own != NULL) {
        bool done = quick_change_urefs(own, name, HOLDS_SEND | HOLDS_DEAD_NAME, -1);
        magazine_end(own);
        if (done)
            return KERN_SUCCESS;
    }
    return lock_and_deallocate(task, name);
}

static __attribute__((noinline)) kern_return_t lock_and_destroy(ipc_space_t task, mach_port_name_t name)
{
    struct space *space;
    struct debts debts;
    debts_begin(&debts, NULL);
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    if (!MACH_PORT_VALID(name))
        return unlock_and_return(space, KERN_SUCCESS);
    struct entry *entry = entry_lookup(space, name);
    if (entry == NULL)
        return unlock_and_return(space, guard_exception(KERN_INVALID_NAME));
    /* A guard of 0 protects from nothing here: the call compares with 0. */
    if ((entry_holds(entry) & HOLDS_RECEIVE) != 0 && entry_port(entry)->guarded && entry_port(entry)->context != 0)
        return unlock_and_return(space, guard_exception(KERN_INVALID_RIGHT));
    entry_destroy(space, entry, &debts);
    return unlock_pay_and_return(space, &debts, KERN_SUCCESS);
}

kern_return_t mach_port_destroy(ipc_space_t task, mach_port_name_t name)
{
    return quick_end_plain(task, name) ? KERN_SUCCESS : lock_and_destroy(task, name);
}

static kern_return_t mod_dead_name(struct space *space, struct entry *entry, mach_port_delta_t delta)
{
    entry_look(space, entry);
    if ((entry_holds(entry) & HOLDS_DEAD_NAME) == 0)
        return guard_exception(KERN_INVALID_RIGHT);
    kern_return_t status = entry_change_dead(space, entry, delta);
    return status == KERN_SUCCESS ? status : guard_exception(status);
}

static kern_return_t mod_send(struct space *space, struct entry *entry, mach_port_delta_t delta, struct debts *debts)
{
    /* A send right that died is no mistake of the caller's. */
    if ((entry_holds(entry) & HOLDS_DEAD_NAME) != 0)
        return KERN_INVALID_RIGHT;
    if ((entry_holds(entry) & HOLDS_SEND) == 0)
        return guard_exception(KERN_INVALID_RIGHT);
    struct port *port = entry_lock_port(space, entry);
    if (port == NULL)
        return KERN_INVALID_RIGHT;
    kern_return_t status = change_send(space, entry, port, delta, debts);
    return status == KERN_SUCCESS ? status : guard_exception(status);
}

/* Rights of which there is one: it stays (0) or goes (-1). */
static kern_return_t mod_single(struct space *space, struct entry *entry, uint8_t holds, mach_port_delta_t delta,
                                struct debts *debts)
{
    struct port *port = NULL;
    if ((entry_holds(entry) & holds) == 0)
        return guard_exception(KERN_INVALID_RIGHT);
    if (holds == HOLDS_RECEIVE && delta == -1 && !entry_port(entry)->guarded && entry_end_unshared(space, entry))
        return KERN_SUCCESS;
    if (holds != HOLDS_PORT_SET && (port = entry_lock_port(space, entry)) == NULL)
        return guard_exception(KERN_INVALID_RIGHT);
    if (delta == -1 && !(holds == HOLDS_RECEIVE && port->guarded)) {
        if (holds == HOLDS_RECEIVE)
            entry_lose_receive(space, entry, port, debts);
        else if (holds == HOLDS_SEND_ONCE)
            entry_lose_send_once(space, entry, port, debts);
        else
            entry_destroy(space, entry, debts);
        return KERN_SUCCESS;
    }
    if (port != NULL)
        lock_release(&port->lock);
    if (delta == 0)
        return KERN_SUCCESS;
    return guard_exception(delta == -1 ? KERN_INVALID_RIGHT : KERN_INVALID_VALUE);
}

static kern_return_t mod_refs(struct space *space, mach_port_name_t name, mach_port_right_t right, mach_port_delta_t delta,
                              struct debts *debts)
{
    if (right >= MACH_PORT_RIGHT_NUMBER)
        return KERN_INVALID_VALUE;
    if (!MACH_PORT_VALID(name)) {
        bool harmless = right == MACH_PORT_RIGHT_SEND || right == MACH_PORT_RIGHT_SEND_ONCE;
        return harmless ? KERN_SUCCESS : guard_exception(KERN_INVALID_NAME);
    }
    struct entry *entry = entry_lookup(space, name);
    if (entry == NULL)
        return guard_exception(KERN_INVALID_NAME);
    switch (right) {
    case MACH_PORT_RIGHT_SEND: return mod_send(space, entry, delta, debts);
    case MACH_PORT_RIGHT_DEAD_NAME: return mod_dead_name(space, entry, delta);
    case MACH_PORT_RIGHT_RECEIVE: return mod_single(space, entry, HOLDS_RECEIVE, delta, debts);
    case MACH_PORT_RIGHT_SEND_ONCE: return mod_single(space, entry, HOLDS_SEND_ONCE, delta, debts);
    case MACH_PORT_RIGHT_PORT_SET: return mod_single(space, entry, HOLDS_PORT_SET, delta, debts);
    default: return KERN_INVALID_RIGHT;
    }
}

static __attribute__((noinline)) kern_return_t lock_and_mod_refs(ipc_space_t task, mach_port_name_t name, mach_port_right_t right,
                                                                 mach_port_delta_t delta)
{
    struct space *space;
    struct debts debts;
    debts_begin(&debts, NULL);
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    magazine_want(space);
    status = mod_refs(space, name, right, delta, &debts);
    return unlock_pay_and_return(space, &debts, status);
}

static __attribute__((noinline)) kern_return_t mod_urefs(ipc_space_t task, mach_port_name_t name, mach_port_right_t right,
                                                         mach_port_delta_t delta)
{
    struct magazine *own = magazine_begin(task);
    if (own != NULL) {
        bool done = quick_change_urefs(own, name, 1U << right, delta);
        magazine_end(own);
        if (done)
            return KERN_SUCCESS;
    }
    return lock_and_mod_refs(task, name, right, delta);
}

kern_return_t mach_port_mod_refs(ipc_space_t task, mach_port_name_t name, mach_port_right_t right, mach_port_delta_t delta)
{
    if (right == MACH_PORT_RIGHT_SEND || right == MACH_PORT_RIGHT_DEAD_NAME)
        return mod_urefs(task, name, right, delta);
    if (right == MACH_PORT_RIGHT_RECEIVE && delta == -1 && quick_end_plain(task, name))
        return KERN_SUCCESS;
    return lock_and_mod_refs(task, name, right, delta);
}

void release_receive(uint64_t task, mach_port_name_t name)
{
    struct debts debts;
    debts_begin(&debts, NULL);
    struct space *space = task_lock_number(task);
    if (space != NULL)
        (void)unlock_pay_and_return(space, &debts, mod_refs(space, name, MACH_PORT_RIGHT_RECEIVE, -1, &debts));
}

static kern_return_t destruct(struct space *space, struct entry *entry, mach_port_delta_t srdelta, mach_port_context_t guard,
                              struct debts *debts)
{
    uint32_t left;
    if ((entry_holds(entry) & HOLDS_RECEIVE) == 0 || (srdelta != 0 && (entry_holds(entry) & HOLDS_SEND) == 0))
        return guard_exception(KERN_INVALID_RIGHT);
    if (srdelta > 0)
        return guard_exception(KERN_INVALID_VALUE);
    struct port *port = entry_port(entry);
    if (port->guarded && port->context != guard)
        return guard_exception(KERN_INVALID_ARGUMENT);
    if (entry_end_unshared(space, entry))
        return KERN_SUCCESS;
    lock_acquire(&port->lock);
    if (srdelta != 0) {
        kern_return_t status = entry_change_urefs(entry, srdelta, &left);
        if (status != KERN_SUCCESS) {
            lock_release(&port->lock);
            return guard_exception(status);
        }
        if (left == 0) {
            entry_end_send(space, entry, port, debts);
            lock_acquire(&port->lock);
        }
    }
    entry_lose_receive(space, entry, port, debts);
    return KERN_SUCCESS;
}

static __attribute__((noinline)) kern_return_t lock_and_destruct(ipc_space_t task, mach_port_name_t name,
                                                                 mach_port_delta_t srdelta, mach_port_context_t guard)
{
    struct space *space;
    struct debts debts;
    debts_begin(&debts, NULL);
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    if (!MACH_PORT_VALID(name))
        return unlock_and_return(space, KERN_INVALID_NAME);
    struct entry *entry = entry_lookup(space, name);
    status = entry == NULL ? guard_exception(KERN_INVALID_NAME) : destruct(space, entry, srdelta, guard, &debts);
    return unlock_pay_and_return(space, &debts, status);
}

kern_return_t mach_port_destruct(ipc_space_t task, mach_port_name_t name, mach_port_delta_t srdelta, mach_port_context_t guard)
{
    /* A plain receive right has no guard, and no send right beside it. */
    return srdelta == 0 && quick_end_plain(task, name) ? KERN_SUCCESS : lock_and_destruct(task, name, srdelta, guard);
}
