/* The table from ports to names grows by linear hashing: with every second send right one bucket is split.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "reverse.h"

/* The first bucket that was not split yet gives a part of its chain to a new one. There are never more buckets than send rights,
   so that they lie in entries whose memory is used. */
void reverse_grow(struct space *space)
{
    uint32_t *old = &space->table[space->buckets - space->power].bucket, index = *old;
    *old = space->table[space->buckets].bucket = 0;
    space->buckets++;
    if (space->buckets == 2 * space->power)
        space->power = space->buckets;
    while (index != 0) {
        struct entry *entry = &space->table[index];
        uint32_t next = entry->link, *head = reverse_bucket(space, reverse_number(entry));
        entry->link = *head;
        *head = index;
        index = next;
    }
}

void reverse_call_self(struct space *space, mach_port_name_t name)
{
    atomic_store_explicit(&space->self_name, name, memory_order_relaxed);
    space_consider(space);
}
