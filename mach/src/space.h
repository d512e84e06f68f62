/* A task's name space: its names, and the entry behind each.
   SPDX-License-Identifier: MIT OR Apache-2.0

   The lock order stands in README.md: a space's lock comes before a port's, and nobody holds two of a kind. */
#ifndef EMBEDDED_SPACE_H
#define EMBEDDED_SPACE_H
#include "word.h"

struct magazine;

struct space {
    /* Looked at without the lock, and seldom changed. */
    struct entry *table;   /* for ever; see table_create */
    uint32_t size;         /* indexes from here on can never be in use */
    atomic_uint self_name; /* the name of its send right to its task's port; MACH_PORT_NULL where it has none */
    atomic_uint life;      /* the lower half of task; 0 where every call must take the lock: see space_consider */
    char apart[64];        /* what follows changes with every call that takes the lock */

    struct lock lock;
    uint64_t task;  /* whose space it is; 0 once that task has ended */
    uint32_t limit; /* the most names, or 0 */
    uint32_t fresh; /* indexes from here on were never handed out, but by name */
    uint32_t first_free;
    uint32_t names;             /* without those that are counted in magazines */
    uint32_t buckets;           /* of send rights, by port */
    uint32_t power;             /* the largest power of two that is not above them */
    uint32_t bucketed;          /* send rights in them */
    struct magazine *magazines; /* of threads that act in it */
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

enum { GENERATION_FIRST = 3, GENERATION_STEP = 4 };

/* What calls without the lock go by has changed: whether the task lives, knows its own port, and is not limited. Needs the
   lock. */
static inline void space_consider(struct space *space)
{
    bool quick = atomic_load_explicit(&space->self_name, memory_order_relaxed) != MACH_PORT_NULL && space->limit == 0;
    atomic_store_explicit(&space->life, quick ? (uint32_t)space->task : 0, memory_order_release);
}

/* The table (table.c). All need the space's lock. */
kern_return_t table_create(struct space *space);
/* Back to zeros, once nothing is held. */
void table_clear(struct space *space);
/* The entry of a name that holds something; NULL for all other names. */
static inline struct entry *entry_lookup(struct space *space, mach_port_name_t name)
{
    uint32_t index = MACH_PORT_INDEX(name);
    if (index >= space->size)
        return NULL;
    struct entry *entry = &space->table[index]; /* index 0: the bootstrap port, under its one name */
    uint32_t word = entry_word(entry);
    if (word_holds(word) == 0 || word_generation(word) != (name & 0xff))
        return NULL;
    return (word & IS_PLAIN) == 0 ? entry : entry_plain_no_more(entry, word);
}
/* Whether a name can be had, as far as its number says: it is in use, or its index is free. Needs the magazines stopped, and so
   does what follows. */
kern_return_t entry_name_possible(struct space *space, mach_port_name_t name);
/* Takes a possible name that is not in use. */
struct entry *entry_allocate_name(struct space *space, mach_port_name_t name);
/* An index that nobody uses, and none is in the magazines; 0 where there is none. */
uint32_t index_take(struct space *space);
/* An index that is free: the next to be taken. */
void index_give(struct space *space, uint32_t index);
/* The word of an index's next name. */
static inline uint32_t word_next(uint32_t word)
{
    return word_of(0, (uint8_t)((word_generation(word) + GENERATION_STEP) | GENERATION_FIRST), 0);
}
static inline mach_port_name_t entry_name(struct space *space, struct entry *entry)
{
    return (mach_port_name_t)(entry - space->table) << 8 | word_generation(entry_word(entry));
}

#endif
