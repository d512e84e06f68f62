/* What names hold: mach_port_type, mach_port_get_refs, mach_port_names.
   SPDX-License-Identifier: MIT OR Apache-2.0
   The first two look at the right, so that one whose port died turns into a dead name; one that lives is looked at without the
   lock. They never raise a guard exception. */
#include "call.h"
#include "entry.h"
#include "quick.h"
#include "request.h"
#include "task.h"
#include "vm.h"

static mach_port_type_t type_bits(uint8_t holds)
{
    return (mach_port_type_t)(holds & HOLDS_ALL) << 16;
}

/* After the right was looked at. */
static mach_port_type_t type_of(struct space *space, struct entry *entry)
{
    mach_port_type_t type = type_bits(entry_holds(entry));
    if ((entry_holds(entry) & HAS_REQUEST) == 0)
        return type;
    struct port *port = entry_port(entry);
    lock_acquire(&port->lock);
    if (entry_has_request(space, entry, port))
        type |= MACH_PORT_TYPE_DNREQUEST;
    lock_release(&port->lock);
    return type;
}

static __attribute__((noinline)) kern_return_t lock_and_look(ipc_space_t task, mach_port_name_t name, mach_port_type_t *ptype)
{
    struct space *space;
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    if (name == MACH_PORT_DEAD) {
        *ptype = MACH_PORT_TYPE_DEAD_NAME;
        return unlock_and_return(space, KERN_SUCCESS);
    }
    struct entry *entry = entry_lookup(space, name);
    if (entry == NULL)
        return unlock_and_return(space, KERN_INVALID_NAME);
    entry_look(space, entry);
    *ptype = type_of(space, entry);
    return unlock_and_return(space, KERN_SUCCESS);
}

kern_return_t mach_port_type(ipc_space_t task, mach_port_name_t name, mach_port_type_t *ptype)
{
    uint32_t word;
    if (!quick_look(task, name, &word))
        return lock_and_look(task, name, ptype);
    *ptype = type_bits(word_holds(word));
    return KERN_SUCCESS;
}

/* Of a right that was looked at. */
static mach_port_urefs_t refs_of(uint32_t word, mach_port_right_t right)
{
    if ((type_bits(word_holds(word)) & MACH_PORT_TYPE(right)) == 0)
        return 0;
    bool counted = right == MACH_PORT_RIGHT_SEND || right == MACH_PORT_RIGHT_DEAD_NAME;
    return counted ? word_urefs(word) : 1;
}

static kern_return_t get_refs(struct space *space, mach_port_name_t name, mach_port_right_t right, mach_port_urefs_t *refs)
{
    if (right >= MACH_PORT_RIGHT_NUMBER)
        return KERN_INVALID_VALUE;
    if (!MACH_PORT_VALID(name)) {
        if (right != MACH_PORT_RIGHT_SEND && right != MACH_PORT_RIGHT_SEND_ONCE)
            return KERN_INVALID_NAME;
        *refs = 1;
        return KERN_SUCCESS;
    }
    struct entry *entry = entry_lookup(space, name);
    if (entry == NULL)
        return KERN_INVALID_NAME;
    entry_look(space, entry);
    *refs = refs_of(entry_word(entry), right);
    return KERN_SUCCESS;
}

static __attribute__((noinline)) kern_return_t lock_and_get_refs(ipc_space_t task, mach_port_name_t name, mach_port_right_t right,
                                                                 mach_port_urefs_t *refs)
{
    struct space *space;
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    return unlock_and_return(space, get_refs(space, name, right, refs));
}

kern_return_t mach_port_get_refs(ipc_space_t task, mach_port_name_t name, mach_port_right_t right, mach_port_urefs_t *refs)
{
    uint32_t word;
    bool looked = right < MACH_PORT_RIGHT_NUMBER && quick_look(task, name, &word);
    /* The last user reference may have gone, and the right not yet. */
    if (!looked || ((word & (HOLDS_SEND | HOLDS_DEAD_NAME)) != 0 && word_urefs(word) == 0))
        return lock_and_get_refs(task, name, right, refs);
    *refs = refs_of(word, right);
    return KERN_SUCCESS;
}

/* What is behind a name, without looking at its right. */
static mach_port_type_t listed_type(struct space *space, struct entry *entry)
{
    mach_port_type_t type = type_bits(entry_holds(entry));
    if ((entry_holds(entry) & HOLDS_PORT_RIGHTS) == 0)
        return type;
    struct port *port = entry_port(entry);
    lock_acquire(&port->lock);
    if (!port_is_active(port))
        type = MACH_PORT_TYPE_DEAD_NAME;
    else if ((entry_holds(entry) & HAS_REQUEST) != 0)
        type |= request_type(port, space, entry_name(space, entry));
    lock_release(&port->lock);
    return type;
}

kern_return_t mach_port_names(ipc_space_t task, mach_port_name_array_t *names, mach_msg_type_number_t *namesCnt,
                              mach_port_type_array_t *types, mach_msg_type_number_t *typesCnt)
{
    struct space *space;
    uint32_t *name_list, *type_list;
    kern_return_t status = task_lock(task, &space);
    if (status != KERN_SUCCESS)
        return status;
    magazines_stop(space);
    bool asked_for =
        entry_urefs(space->table) > 1; /* the bootstrap port, whose first user reference every task has from its beginning */
    uint32_t all = space->names + asked_for;
    status = array_create(all, &name_list);
    if (status == KERN_SUCCESS && (status = array_create(all, &type_list)) != KERN_SUCCESS)
        array_destroy(all, name_list);
    if (status != KERN_SUCCESS) {
        magazines_go_on(space);
        return unlock_and_return(space, status);
    }
    uint32_t count = 0;
    for (uint32_t index = !asked_for; count < all; index++) {
        struct entry *entry = &space->table[index];
        if (entry_holds(entry) == 0)
            continue;
        name_list[count] = entry_name(space, entry);
        type_list[count++] = listed_type(space, entry);
    }
    magazines_go_on(space);
    *names = name_list;
    *types = type_list;
    *namesCnt = *typesCnt = count;
    return unlock_and_return(space, KERN_SUCCESS);
}
