/* From a port to the entry of a space that holds its send right: a hash table whose buckets and chains both run through the
   entries, so that it needs no memory of its own. It grows by linear hashing: with every second send right one bucket is split.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "space.h"

static uint32_t hash_of(uint32_t port)
{
    return (uint32_t)((port * UINT64_C(0x9e3779b97f4a7c15)) >> 32);
}

static uint32_t number_of(struct entry *entry)
{
    return atomic_load_explicit(&entry->port, memory_order_relaxed);
}

/* The buckets that are there: all of a power of two, and those of the next that were split off. */
static uint32_t *bucket(struct space *space, uint32_t port)
{
    uint32_t hash = hash_of(port), power = UINT32_C(0x80000000) >> __builtin_clz(space->buckets);
    uint32_t number = hash & (2 * power - 1);
    return &space->table[number < space->buckets ? number : hash & (power - 1)].bucket;
}

/* The first bucket that was not split yet gives a part of its chain to a new one. There are never more buckets than send rights,
   so that they lie in entries whose memory is used. */
static void split(struct space *space)
{
    uint32_t power = UINT32_C(0x80000000) >> __builtin_clz(space->buckets);
    uint32_t *old = &space->table[space->buckets - power].bucket, index = *old;
    *old = space->table[space->buckets].bucket = 0;
    space->buckets++;
    while (index != 0) {
        struct entry *entry = &space->table[index];
        uint32_t next = entry->link, *head = bucket(space, number_of(entry));
        entry->link = *head;
        *head = index;
        index = next;
    }
}

static void call_self(struct space *space, mach_port_name_t name)
{
    atomic_store_explicit(&space->self_name, name, memory_order_relaxed);
    space_consider(space);
}

void reverse_insert(struct space *space, struct entry *entry)
{
    if (space->bucketed >= 2 * space->buckets)
        split(space);
    uint32_t *head = bucket(space, number_of(entry));
    entry->link = *head;
    *head = (uint32_t)(entry - space->table);
    space->bucketed++;
    if (entry_port(entry) == space->self)
        call_self(space, entry_name(space, entry));
}

void reverse_remove(struct space *space, struct entry *entry)
{
    if (entry == space->table)
        return;
    uint32_t *link = bucket(space, number_of(entry));
    while (&space->table[*link] != entry)
        link = &space->table[*link].link;
    *link = entry->link;
    entry->link = 0;
    space->bucketed--;
    if (entry_port(entry) == space->self)
        call_self(space, MACH_PORT_NULL);
}

struct entry *reverse_lookup(struct space *space, struct port *port)
{
    if (port->receiver == space)
        return entry_lookup(space, port->receiver_name);
    uint32_t number = port_number(port);
    for (uint32_t index = *bucket(space, number); index != 0; index = space->table[index].link) {
        if (number_of(&space->table[index]) == number)
            return &space->table[index];
    }
    return number_of(space->table) == number ? space->table : NULL; /* the bootstrap port's, which is in no chain */
}
