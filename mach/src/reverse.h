/* From a port to the entry of a space that holds the send right to it: there is at most one. A hash table whose buckets and
   chains both run through the entries, so that it needs no memory of its own. Entries that hold the receive right too are not
   in it, since the port knows that name.
   SPDX-License-Identifier: MIT OR Apache-2.0
   All need the space's lock. */
#ifndef EMBEDDED_REVERSE_H
#define EMBEDDED_REVERSE_H
#include "space.h"

/* More buckets, where there are many send rights for each. */
SELDOM void reverse_grow(struct space *space);
/* The space calls its own task's port by another name, or by none. */
SELDOM void reverse_call_self(struct space *space, mach_port_name_t name);

static inline uint32_t reverse_number(struct entry *entry)
{
    return atomic_load_explicit(&entry->port, memory_order_relaxed);
}

/* The first index in the chain of a port's number. The buckets that are there are all of a power of two, and those of the next
   that were split off. */
static inline uint32_t *reverse_bucket(struct space *space, uint32_t port)
{
    uint32_t hash = (uint32_t)((port * UINT64_C(0x9e3779b97f4a7c15)) >> 32);
    uint32_t number = hash & (2 * space->power - 1);
    return &space->table[number < space->buckets ? number : hash & (space->power - 1)].bucket;
}

/* The entry holds the port's number already. */
static inline void reverse_insert(struct space *space, struct entry *entry, struct port *port)
{
    if (space->bucketed >= 2 * space->buckets)
        reverse_grow(space);
    uint32_t *head = reverse_bucket(space, reverse_number(entry));
    entry->link = *head;
    *head = (uint32_t)(entry - space->table);
    space->bucketed++;
    if (port == space->self)
        reverse_call_self(space, entry_name(space, entry));
}

static inline void reverse_remove(struct space *space, struct entry *entry, struct port *port)
{
    if (entry == space->table) /* the bootstrap port's, which is in no chain */
        return;
    uint32_t *link = reverse_bucket(space, reverse_number(entry));
    while (&space->table[*link] != entry)
        link = &space->table[*link].link;
    *link = entry->link;
    entry->link = 0;
    space->bucketed--;
    if (port == space->self)
        reverse_call_self(space, MACH_PORT_NULL);
}

/* Needs the port's lock, too. */
static inline struct entry *reverse_lookup(struct space *space, struct port *port)
{
    if (port->receiver == space)
        return entry_lookup(space, port->receiver_name);
    uint32_t number = port_number(port);
    for (uint32_t index = *reverse_bucket(space, number); index != 0; index = space->table[index].link) {
        if (reverse_number(&space->table[index]) == number)
            return &space->table[index];
    }
    return reverse_number(space->table) == number ? space->table : NULL;
}

#endif
