/* From a port to the entry of a space that holds its send right: a hash table whose chains run through the entries,
   so that inserting never fails. Where memory for more buckets is short, the chains get longer.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "space.h"
#include <stdlib.h>

static uint32_t *bucket(struct space *space, struct port *port)
{
    uint64_t hash = ((uint64_t)(uintptr_t)port >> 4) * UINT64_C(0x9e3779b97f4a7c15);
    return &space->buckets[(hash >> 32) & (space->bucket_count - 1)];
}

static void grow(struct space *space)
{
    uint32_t old_count = space->bucket_count;
    uint32_t *old = space->buckets;
    uint32_t *buckets = calloc((size_t)old_count * 2, sizeof *buckets);
    if (buckets == NULL)
        return;
    space->buckets = buckets;
    space->bucket_count = old_count * 2;
    for (uint32_t i = 0; i < old_count; i++) {
        for (uint32_t index = old[i], next; index != 0; index = next) {
            struct entry *entry = &space->table[index];
            uint32_t *head = bucket(space, entry->port);
            next = entry->link;
            entry->link = *head;
            *head = index;
        }
    }
    free(old);
}

void reverse_insert(struct space *space, struct entry *entry)
{
    if (space->bucketed >= space->bucket_count)
        grow(space);
    uint32_t *head = bucket(space, entry->port);
    entry->link = *head;
    *head = (uint32_t)(entry - space->table);
    space->bucketed++;
    if (entry->port == space->self)
        space->self_name = entry_name(space, entry);
}

void reverse_remove(struct space *space, struct entry *entry)
{
    uint32_t *link = bucket(space, entry->port);
    while (&space->table[*link] != entry)
        link = &space->table[*link].link;
    *link = entry->link;
    entry->link = 0;
    space->bucketed--;
    if (entry->port == space->self)
        space->self_name = NO_SELF_NAME;
}

struct entry *reverse_lookup(struct space *space, struct port *port)
{
    if (port->receiver == space)
        return entry_lookup(space, port->receiver_name);
    for (uint32_t index = *bucket(space, port); index != 0; index = space->table[index].link) {
        if (space->table[index].port == port)
            return &space->table[index];
    }
    return NULL;
}
