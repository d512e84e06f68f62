/* A space's beginning and end.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "space.h"
#include "debts.h"
#include "entry.h"

kern_return_t space_begin(struct space *space, uint64_t task)
{
    kern_return_t status = table_create(space);
    if (status != KERN_SUCCESS)
        return status;
    space->self = port_create();
    if (space->self == NULL) {
        table_destroy(space);
        return KERN_RESOURCE_SHORTAGE;
    }
    struct entry *entry;
    entry_allocate(space, &entry);
    port_reference(space->self);
    space->self->task = task;
    space->self->srights = 1;
    entry->port = space->self;
    entry->holds = HOLDS_SEND;
    entry->urefs = 1;
    reverse_insert(space, entry);
    space->task = task;
    return KERN_SUCCESS;
}

void space_end(struct space *space)
{
    for (uint32_t index = 1; index < space->top; index++) {
        struct debts debts = {.count = 0};
        pthread_mutex_lock(&space->lock);
        if (space->table[index].holds != 0)
            entry_destroy(space, &space->table[index], &debts);
        pthread_mutex_unlock(&space->lock);
        debts_pay(&debts);
    }
    struct debts debts = {.count = 0};
    pthread_mutex_lock(&space->self->lock);
    port_end_receive(space->self, &debts);
    debts_pay(&debts);
    space->self = NULL;
    table_destroy(space);
}
