/* Port sets: the membership, and the calls on it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "set.h"
#include "call.h"
#include "leak.h"
#include "queue.h"
#include "task.h"
#include "vm.h"
#include "wait_fd.h"
#include <stdlib.h>

struct member {
    struct port *port;
    struct port_set *set;
    struct member *next_in_set, **link_in_set;
    struct member *next_of_port;
};

struct port_set {
    struct member *first, **end;
    uint32_t count;
    /* Comes after a port's lock, and protects what follows. */
    struct lock lock;
    struct waiters receivers;
    uint32_t ready; /* members with messages */
    int wait_fd;
};

struct port_set *set_create(void)
{
    struct port_set *set = calloc(1, sizeof(struct port_set));
    if (set == NULL)
        return NULL;
    lock_is_of(&set->lock, LOCK_OF_SET);
    set->end = &set->first;
    set->wait_fd = NO_FD;
    if (!LEAKS_ARE_TOLD)
        is_no_leak(set); /* a table alone leads to it, and is too large to be looked through */
    return set;
}

static void count_ready(struct port_set *set, bool ready)
{
    lock_acquire(&set->lock);
    set->ready += ready ? 1 : UINT32_MAX;
    if (set->ready == (ready ? 1 : 0))
        wait_fd_set(set->wait_fd, ready);
    lock_release(&set->lock);
}

void sets_count_ready(struct port *port, bool ready)
{
    for (struct member *member = port->members; member != NULL; member = member->next_of_port)
        count_ready(member->set, ready);
}

/* False where nobody waits. */
static bool call_receiver(struct port_set *set, sleeper_t *sleeper)
{
    lock_acquire(&set->lock);
    bool called = !waiters_are_none(&set->receivers);
    if (called)
        *sleeper = waiters_call(&set->receivers);
    lock_release(&set->lock);
    return called;
}

bool sets_call_receiver(struct port *port, sleeper_t *sleeper)
{
    bool called = false;
    for (struct member *member = port->members; member != NULL; member = member->next_of_port) {
        sleeper_t before = *sleeper;
        if (!call_receiver(member->set, sleeper))
            continue;
        if (called)
            sleeper_wake(before);
        called = true;
    }
    return called;
}

static struct member *find(struct port *port, struct port_set *set)
{
    struct member *member = port->members;
    while (member != NULL && member->set != set)
        member = member->next_of_port;
    return member;
}

static void unlink_in_set(struct member *member)
{
    *member->link_in_set = member->next_in_set;
    if (member->next_in_set != NULL)
        member->next_in_set->link_in_set = member->link_in_set;
    else
        member->set->end = member->link_in_set;
}

static void link_at_end(struct member *member)
{
    struct port_set *set = member->set;
    member->next_in_set = NULL;
    member->link_in_set = set->end;
    *set->end = member;
    set->end = &member->next_in_set;
}

/* The port's lock is held. */
static void remove_member(struct member *member)
{
    struct member **link = &member->port->members;
    while (*link != member)
        link = &(*link)->next_of_port;
    *link = member->next_of_port;
    unlink_in_set(member);
    if (member->port->last != NULL)
        count_ready(member->set, false);
    member->set->count--;
    free(member);
}

static kern_return_t add_member(struct port *port, struct port_set *set)
{
    struct member *member = malloc(sizeof *member);
    if (member == NULL)
        return KERN_RESOURCE_SHORTAGE;
    *member = (struct member){.port = port, .set = set, .next_of_port = port->members};
    link_at_end(member);
    port->members = member;
    set->count++;
    if (port->last != NULL) {
        count_ready(set, true);
        queue_call_receivers(port);
    }
    return KERN_SUCCESS;
}

void set_destroy(struct port_set *set)
{
    while (set->first != NULL) {
        struct port *port = set->first->port;
        lock_acquire(&port->lock);
        remove_member(set->first);
        port->left_set = true;
        queue_call_receivers(port);
        lock_release(&port->lock);
    }
    lock_acquire(&set->lock);
    waiters_lose(&set->receivers);
    wait_fd_end(&set->wait_fd);
    lock_release(&set->lock);
    free(set);
}

struct port *set_next_member(struct port_set *set, struct port *after)
{
    struct member *next = after == NULL ? set->first : find(after, set)->next_in_set;
    return next == NULL ? NULL : next->port;
}

void set_turn(struct port_set *set, struct port *port)
{
    struct member *member = find(port, set);
    unlink_in_set(member);
    link_at_end(member);
}

void set_wait(struct port_set *set, struct waiter *waiter)
{
    lock_acquire(&set->lock);
    waiters_add(&set->receivers, waiter);
    lock_release(&set->lock);
}

void set_stop_waiting(struct port_set *set, struct waiter *waiter)
{
    lock_acquire(&set->lock);
    if (!waiter_is_told(waiter))
        waiters_remove(&set->receivers, waiter);
    lock_release(&set->lock);
}

kern_return_t set_wait_fd(struct port_set *set, int32_t *fd)
{
    lock_acquire(&set->lock);
    kern_return_t status = wait_fd_get(&set->wait_fd, set->ready != 0, fd);
    lock_release(&set->lock);
    return status;
}

void set_remove_from_all(struct port *port)
{
    while (port->members != NULL)
        remove_member(port->members);
    port->left_set = false;
}

/* A port and a set by their names. The port is locked. */
static kern_return_t lock_member_and_set(struct space *space, mach_port_name_t name, mach_port_name_t set_name,
                                         struct port **port, struct port_set **set)
{
    struct entry *member = entry_lookup(space, name);
    struct entry *in = entry_lookup(space, set_name);
    if (member == NULL || in == NULL)
        return KERN_INVALID_NAME;
    if ((entry_holds(member) & HOLDS_RECEIVE) == 0 || (entry_holds(in) & HOLDS_PORT_SET) == 0)
        return KERN_INVALID_RIGHT;
    *port = entry_port(member);
    *set = in->set;
    lock_acquire(&(*port)->lock);
    return KERN_SUCCESS;
}

kern_return_t mach_port_insert_member(ipc_space_t task, mach_port_name_t name, mach_port_name_t pset)
{
    struct space *space;
    struct port *port;
    struct port_set *set;
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    if (!MACH_PORT_VALID(name) || !MACH_PORT_VALID(pset))
        return unlock_and_return(space, KERN_INVALID_RIGHT);
    status = lock_member_and_set(space, name, pset, &port, &set);
    if (status == KERN_SUCCESS) {
        status = find(port, set) != NULL ? KERN_ALREADY_IN_SET : add_member(port, set);
        lock_release(&port->lock);
    }
    return unlock_and_return(space, status);
}

kern_return_t mach_port_extract_member(ipc_space_t task, mach_port_name_t name, mach_port_name_t pset)
{
    struct space *space;
    struct port *port;
    struct port_set *set;
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    if (!MACH_PORT_VALID(name) || !MACH_PORT_VALID(pset))
        return unlock_and_return(space, KERN_INVALID_RIGHT);
    status = lock_member_and_set(space, name, pset, &port, &set);
    if (status == KERN_SUCCESS) {
        struct member *member = find(port, set);
        if (member == NULL)
            status = KERN_NOT_IN_SET;
        else
            remove_member(member);
        queue_call_receivers(port);
        lock_release(&port->lock);
    }
    return unlock_and_return(space, status);
}

kern_return_t mach_port_move_member(ipc_space_t task, mach_port_name_t member, mach_port_name_t after)
{
    struct space *space;
    struct port *port;
    struct port_set *set;
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    if (!MACH_PORT_VALID(member) || after == MACH_PORT_DEAD)
        return unlock_and_return(space, KERN_INVALID_RIGHT);
    if (after == MACH_PORT_NULL) {
        status = lock_receive(space, member, &port);
        if (status != KERN_SUCCESS)
            return unlock_and_return(space, status);
        status = port->members == NULL ? KERN_NOT_IN_SET : KERN_SUCCESS;
        set_remove_from_all(port);
    } else {
        status = lock_member_and_set(space, member, after, &port, &set);
        if (status != KERN_SUCCESS)
            return unlock_and_return(space, status);
        if (find(port, set) == NULL)
            status = add_member(port, set);
        for (struct member *other = port->members, *next; status == KERN_SUCCESS && other != NULL; other = next) {
            next = other->next_of_port;
            if (other->set != set)
                remove_member(other);
        }
    }
    queue_call_receivers(port);
    lock_release(&port->lock);
    return unlock_and_return(space, status);
}

static int compare_names(const void *a, const void *b)
{
    mach_port_name_t first = *(const mach_port_name_t *)a, second = *(const mach_port_name_t *)b;
    return (first > second) - (first < second);
}

kern_return_t mach_port_get_set_status(ipc_space_read_t task, mach_port_name_t name, mach_port_name_array_t *members,
                                       mach_msg_type_number_t *membersCnt)
{
    struct space *space;
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    if (!MACH_PORT_VALID(name))
        return unlock_and_return(space, KERN_INVALID_RIGHT);
    struct entry *entry = entry_lookup(space, name);
    if (entry == NULL)
        return unlock_and_return(space, KERN_INVALID_NAME);
    if ((entry_holds(entry) & HOLDS_PORT_SET) == 0)
        return unlock_and_return(space, refusal(entry));
    mach_port_name_t *names;
    status = array_create(entry->set->count, &names);
    if (status == KERN_SUCCESS) {
        *members = names;
        *membersCnt = entry->set->count;
        for (struct member *member = entry->set->first; member != NULL; member = member->next_in_set)
            *names++ = member->port->receiver_name;
        if (*membersCnt != 0)
            qsort(*members, *membersCnt, sizeof **members, compare_names);
    }
    return unlock_and_return(space, status);
}
