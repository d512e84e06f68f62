/* The table of entries: one index a name, a new generation each time that the index is used again.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "reserve.h"
#include "table.h"
#include <assert.h>
#include <sys/mman.h>

/* What it costs a space is addresses, 256 MiB for all the names that there can be: a 32-bit process has not so many to give, and
   another may be limited. A space that gets fewer is full sooner. */
#if UINTPTR_MAX == UINT32_MAX
#define TABLE_ENTRIES (UINT32_C(1) << 20)
#else
#define TABLE_ENTRIES UINT32_C(0xffffff)
#endif

/* A space that serves another task keeps its table, so that a thread that comes late finds zeros or what the other task holds. */
kern_return_t table_create(struct space *space)
{
    if (space->table == NULL) {
        space->size = TABLE_ENTRIES;
        space->table = reserve(&space->size, sizeof *space->table, PROT_READ | PROT_WRITE);
    }
    if (space->table == NULL)
        return KERN_RESOURCE_SHORTAGE;
    space->buckets = space->power = 1;
    space->bucketed = 0;
    space->fresh = 1;
    space->first_free = 0;
    space->names = space->limit = 0;
    space->self_name = MACH_PORT_NULL;
    return KERN_SUCCESS;
}

void table_clear(struct space *space)
{
    assert(space->names == 0);
    if (madvise(space->table, space->size * sizeof *space->table, MADV_DONTNEED) == 0)
        return;
    /* Memory that the program has locked. */
    for (uint32_t index = 0; index < space->size; index++) {
        atomic_store_explicit(&space->table[index].word, 0, memory_order_relaxed);
        space->table[index].bucket = 0;
    }
}

/* Indexes below fresh that are free and in no magazine are in a list linked both ways; those above need none. */
static void leave_free_list(struct space *space, struct entry *entry)
{
    uint32_t previous = atomic_load_explicit(&entry->port, memory_order_relaxed);
    if (previous != 0)
        space->table[previous].link = entry->link;
    else
        space->first_free = entry->link;
    if (entry->link != 0)
        entry_put_port(&space->table[entry->link], previous);
}

uint32_t index_take(struct space *space)
{
    uint32_t index = space->first_free;
    if (index != 0) {
        uint32_t next = space->table[index].link;
        space->first_free = next;
        if (next != 0)
            entry_put_port(&space->table[next], 0);
        return index;
    }
    index = space->fresh;
    while (index < space->size && entry_holds(&space->table[index]) != 0)
        index++;
    if (index == space->size)
        return 0;
    space->fresh = index + 1;
    return index;
}

void index_give(struct space *space, uint32_t index)
{
    struct entry *entry = &space->table[index];
    if (index == space->fresh - 1 && entry_word(entry) == 0) {
        space->fresh--; /* as if it had never been taken */
        return;
    }
    entry->link = space->first_free;
    entry_put_port(entry, 0);
    if (space->first_free != 0)
        entry_put_port(&space->table[space->first_free], index);
    space->first_free = index;
}

kern_return_t entry_name_possible(struct space *space, mach_port_name_t name)
{
    uint32_t index = MACH_PORT_INDEX(name);
    if (index == 0)
        return KERN_FAILURE;
    if (index >= space->size)
        return KERN_NO_SPACE;
    if ((name & GENERATION_FIRST) != GENERATION_FIRST)
        return KERN_INVALID_VALUE;
    if (entry_lookup(space, name) != NULL)
        return KERN_SUCCESS;
    if (entry_holds(&space->table[index]) != 0)
        return KERN_FAILURE;
    return table_is_at_limit(space) ? KERN_NO_SPACE : KERN_SUCCESS;
}

struct entry *entry_allocate_name(struct space *space, mach_port_name_t name)
{
    uint32_t index = MACH_PORT_INDEX(name);
    if (index < space->fresh)
        leave_free_list(space, &space->table[index]);
    return entry_occupy(space, index, (uint8_t)(name & 0xff));
}
