/* A task's name space: its names, and the entry behind each.
   SPDX-License-Identifier: MIT OR Apache-2.0

   The lock order stands in README.md: a space's lock comes before a port's, and nobody holds two of a kind. */
#ifndef EMBEDDED_SPACE_H
#define EMBEDDED_SPACE_H
#include "arena.h"
#include "port.h"
#include "spare.h"

/* What an entry holds. The rights are MACH_PORT_TYPE_* bits, shifted into a byte. */
enum {
    HOLDS_SEND = 1,
    HOLDS_RECEIVE = 2,
    HOLDS_SEND_ONCE = 4,
    HOLDS_PORT_SET = 8,
    HOLDS_DEAD_NAME = 16,
    HOLDS_SEND_RIGHTS = HOLDS_SEND | HOLDS_SEND_ONCE,
    HOLDS_PORT_RIGHTS = HOLDS_SEND_RIGHTS | HOLDS_RECEIVE,
    HOLDS_ALL = HOLDS_PORT_RIGHTS | HOLDS_PORT_SET | HOLDS_DEAD_NAME,
    HAS_REQUEST = 32, /* a dead-name or send-possible request was made; the port's table tells whether it still is */
};

struct entry {
    uint16_t urefs;
    uint8_t generation; /* the low byte of its name; of its next name, while it is free */
    uint8_t holds;
    uint32_t bucket; /* of no concern to this entry: the first index in the bucket of this number, see reverse.c */
    union {
        struct {
            uint32_t link; /* free: the next free index. A send right without the receive right: the next index in its bucket. */
            union {
                uint32_t port;     /* its number, referenced; 0: none */
                uint32_t previous; /* free: the free index before it */
            };
        };
        struct port_set *set;
    };
};

static inline struct port *entry_port(struct entry *entry)
{
    return port_at(entry->port);
}

#define NO_SELF_NAME UINT64_MAX

struct space {
    struct lock lock;
    uint64_t task; /* whose space it is; 0 once that task has ended */
    struct entry *table;
    uint32_t fresh; /* indexes from here on were never handed out, but by name */
    uint32_t size;  /* indexes from here on can never be in use */
    uint32_t first_free;
    uint32_t names;
    uint32_t limit;     /* the most names, or 0 */
    uint32_t buckets;   /* of send rights, by port */
    uint32_t bucketed;  /* send rights in them */
    uint64_t self_name; /* the name of its send right to its task's port; wider than any name where it has none */
    struct spares spares;
    /* The kernel holds the receive rights of the first two, and a send right for the third. */
    struct port *self;      /* the task's port */
    struct port *name_port; /* by which the task may be named, and nothing done to it */
    struct port *bootstrap; /* NULL or port_dead where it was taken from the task */
    struct space *next;
};

/* Gives a task its space (space.c): it holds a send right to the task's port under the first name, and nothing else. */
kern_return_t space_begin(struct space *space, uint64_t task);
/* All that the space holds goes, right by right. No thread can come to the space any more, and none of its locks is held. */
void space_end(struct space *space);

/* The table (table.c). All need the space's lock. */
kern_return_t table_create(struct space *space);
void table_destroy(struct space *space);
/* The entry of a name that holds something; NULL for all other names. */
static inline struct entry *entry_lookup(struct space *space, mach_port_name_t name)
{
    uint32_t index = MACH_PORT_INDEX(name);
    if (index >= space->size)
        return NULL;
    struct entry *entry = &space->table[index]; /* index 0: the bootstrap port, under its one name */
    return entry->holds != 0 && entry->generation == (name & 0xff) ? entry : NULL;
}
/* A fresh name. Its entry holds nothing yet: the caller fills it. */
kern_return_t entry_allocate(struct space *space, struct entry **entry);
/* Whether a name can be had, as far as its number says: it is in use, or its index is free. */
kern_return_t entry_name_possible(struct space *space, mach_port_name_t name);
/* Takes a possible name that is not in use. */
struct entry *entry_allocate_name(struct space *space, mach_port_name_t name);
void entry_free(struct space *space, struct entry *entry);
static inline mach_port_name_t entry_name(struct space *space, struct entry *entry)
{
    return (mach_port_name_t)(entry - space->table) << 8 | entry->generation;
}

/* Which entry holds the send right to a port (reverse.c): there is at most one. Entries that hold the receive right
   too are not in it, since the port knows that name. */
void reverse_insert(struct space *space, struct entry *entry);
void reverse_remove(struct space *space, struct entry *entry);
struct entry *reverse_lookup(struct space *space, struct port *port);

#endif
