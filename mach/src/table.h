/* Names come and go: an entry of the table is taken for a fresh one, and given back.
   SPDX-License-Identifier: MIT OR Apache-2.0
   All need the space's lock. */
#ifndef EMBEDDED_TABLE_H
#define EMBEDDED_TABLE_H
#include "magazine.h"

static inline bool table_is_at_limit(struct space *space)
{
    return space->limit != 0 && space->names >= space->limit;
}

/* The entry of an index that was free will have the name of a generation. */
static inline struct entry *entry_occupy(struct space *space, uint32_t index, uint8_t generation)
{
    struct entry *entry = &space->table[index];
    atomic_store_explicit(&entry->word, word_of(0, generation, 0), memory_order_release);
    space->names++;
    return entry;
}

/* A fresh name. Its entry holds nothing yet, and what was in it is of no meaning: the caller fills it. NULL where there is no
   room. */
static inline struct entry *entry_allocate(struct space *space)
{
    uint32_t index = table_is_at_limit(space) ? 0 : magazine_take(space);
    if (index == 0)
        return NULL;
    struct entry *entry = &space->table[index];
    if (entry_word(entry) == 0) /* it was never used */
        return entry_occupy(space, index, GENERATION_FIRST);
    space->names++;
    return entry;
}

/* What it held has gone. */
static inline void entry_free(struct space *space, struct entry *entry)
{
    uint32_t index = (uint32_t)(entry - space->table);
    atomic_store_explicit(&entry->word, word_next(entry_word(entry)), memory_order_release);
    if (index == 0) {
        entry_put_port(entry, 0); /* the bootstrap port's, which was not counted and never comes back */
        return;
    }
    space->names--;
    if (index < space->fresh)
        magazine_give(space, index);
}

#endif
