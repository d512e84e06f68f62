/* A space's beginning and end.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "space.h"
#include "bootstrap.h"
#include "debts.h"
#include "entry.h"
#include "magazine.h"
#include "right.h"

static kern_return_t create_ports(struct space *space)
{
    space->self = port_create();
    space->name_port = port_create();
    space->bootstrap = NULL;
    if (space->self != NULL && space->name_port != NULL)
        return KERN_SUCCESS;
    if (space->self != NULL)
        magazine_give_port(space->self);
    if (space->name_port != NULL)
        magazine_give_port(space->name_port);
    return KERN_RESOURCE_SHORTAGE;
}

/* Its entry is none of the table's: it is not counted, in no list, and listed only with user references of the task's own. */
static void enter_bootstrap(struct space *space)
{
    space->bootstrap = bootstrap_send();
    struct entry *entry = space->table;
    entry_put_port(entry, port_number(bootstrap_send()));
    atomic_store_explicit(&entry->word, word_of(1, BOOTSTRAP_NAME, HOLDS_SEND), memory_order_release);
}

kern_return_t space_begin(struct space *space, uint64_t task)
{
    kern_return_t status = table_create(space);
    if (status != KERN_SUCCESS)
        return status;
    status = create_ports(space);
    if (status != KERN_SUCCESS)
        return status;
    struct entry *entry = entry_allocate(space);
    port_reference(space->self);
    space->self->srights = 1;
    entry_put_port(entry, port_number(space->self));
    entry_fill(entry, 1, HOLDS_SEND);
    reverse_insert(space, entry, space->self);
    enter_bootstrap(space);
    space->task = task;
    space_consider(space);
    return KERN_SUCCESS;
}

void space_end(struct space *space)
{
    for (uint32_t index = 0; index == 0 || space->names != 0; index++) {
        struct entry *entry = &space->table[index];
        if (entry_holds(entry) == 0)
            continue;
        struct debts debts;
        debts_begin(&debts, NULL);
        lock_acquire(&space->lock);
        entry_destroy(space, entry_lookup(space, entry_name(space, entry)), &debts);
        lock_release(&space->lock);
        debts_pay(&debts);
    }
    const struct right kept[] = {
        {MACH_MSG_TYPE_PORT_SEND, space->bootstrap},
        {MACH_MSG_TYPE_PORT_RECEIVE, space->name_port},
        {MACH_MSG_TYPE_PORT_RECEIVE, space->self},
    };
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        struct debts debts;
        debts_begin(&debts, NULL);
        right_destroy(kept[i], &debts);
        debts_pay(&debts);
    }
    space->self = space->name_port = space->bootstrap = NULL;
    table_clear(space);
}
