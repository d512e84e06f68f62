/* Port sets: the membership, and the calls on it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "set.h"
#include "call.h"
#include "task.h"
#include "vm.h"
#include <stdlib.h>

struct member {
    struct port *port;
    struct port_set *set;
    struct member *next_in_set, **link_in_set;
    struct member *next_of_port;
};

struct port_set {
    struct member *first;
    uint32_t count;
};

struct port_set *set_create(void)
{
    return calloc(1, sizeof(struct port_set));
}

static struct member *find(struct port *port, struct port_set *set)
{
    struct member *member = port->members;
    while (member != NULL && member->set != set)
        member = member->next_of_port;
    return member;
}

/* The port's lock is held. */
static void remove_member(struct member *member)
{
    struct member **link = &member->port->members;
    while (*link != member)
        link = &(*link)->next_of_port;
    *link = member->next_of_port;
    *member->link_in_set = member->next_in_set;
    if (member->next_in_set != NULL)
        member->next_in_set->link_in_set = member->link_in_set;
    member->set->count--;
    free(member);
}

static kern_return_t add_member(struct port *port, struct port_set *set)
{
    struct member *member = malloc(sizeof *member);
    if (member == NULL)
        return KERN_RESOURCE_SHORTAGE;
    *member = (struct member){port, set, set->first, &set->first, port->members};
    if (set->first != NULL)
        set->first->link_in_set = &member->next_in_set;
    set->first = member;
    port->members = member;
    set->count++;
    return KERN_SUCCESS;
}

void set_destroy(struct port_set *set)
{
    while (set->first != NULL) {
        struct port *port = set->first->port;
        lock_acquire(&port->lock);
        remove_member(set->first);
        port->left_set = true;
        lock_release(&port->lock);
    }
    free(set);
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
    if ((member->holds & HOLDS_RECEIVE) == 0 || (in->holds & HOLDS_PORT_SET) == 0)
        return KERN_INVALID_RIGHT;
    *port = member->port;
    *set = in->set;
    lock_acquire(&member->port->lock);
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
    if ((entry->holds & HOLDS_PORT_SET) == 0)
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
