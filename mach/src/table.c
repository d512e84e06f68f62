/* The table of entries: one index a name, a new generation each time that the index is used again.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "reserve.h"
#include "space.h"
#include <assert.h>
#include <sys/mman.h>

_Static_assert(sizeof(struct entry) <= 16, "an entry is what a right costs");

/* What it costs a space is addresses, 256 MiB for all the names that there can be: a 32-bit process has not so many to give, and
   another may be limited. A space that gets fewer is full sooner. */
#if UINTPTR_MAX == UINT32_MAX
#define TABLE_ENTRIES (UINT32_C(1) << 20)
#else
#define TABLE_ENTRIES UINT32_C(0xffffff)
#endif
enum { GENERATION_FIRST = 3, GENERATION_STEP = 4 };

kern_return_t table_create(struct space *space)
{
    space->size = TABLE_ENTRIES;
    space->table = reserve(&space->size, sizeof *space->table, PROT_READ | PROT_WRITE);
    if (space->table == NULL)
        return KERN_RESOURCE_SHORTAGE;
    space->buckets = 1;
    space->bucketed = 0;
    space->fresh = 1;
    space->first_free = 0;
    space->names = space->limit = 0;
    space->self_name = NO_SELF_NAME;
    return KERN_SUCCESS;
}

void table_destroy(struct space *space)
{
    assert(space->names == 0);
    munmap(space->table, space->size * sizeof *space->table);
    space->table = NULL;
}

static struct entry *occupy(struct space *space, uint32_t index)
{
    struct entry *entry = &space->table[index];
    if (entry->generation == 0)
        entry->generation = GENERATION_FIRST;
    entry->port = 0;
    entry->urefs = 0;
    entry->link = 0;
    space->names++;
    return entry;
}

static bool is_at_limit(struct space *space)
{
    return space->limit != 0 && space->names >= space->limit;
}

/* Indexes below fresh that are free are in a list linked both ways; those above need none. */
static void leave_free_list(struct space *space, struct entry *entry)
{
    if (entry->previous != 0)
        space->table[entry->previous].link = entry->link;
    else
        space->first_free = entry->link;
    if (entry->link != 0)
        space->table[entry->link].previous = entry->previous;
}

kern_return_t entry_allocate(struct space *space, struct entry **entry)
{
    if (is_at_limit(space))
        return KERN_NO_SPACE;
    uint32_t index = space->first_free;
    if (index != 0) {
        leave_free_list(space, &space->table[index]);
    } else {
        index = space->fresh;
        while (index < space->size && space->table[index].holds != 0)
            index++;
        if (index == space->size)
            return KERN_NO_SPACE;
        space->fresh = index + 1;
    }
    *entry = occupy(space, index);
    return KERN_SUCCESS;
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
    if (space->table[index].holds != 0)
        return KERN_FAILURE;
    return is_at_limit(space) ? KERN_NO_SPACE : KERN_SUCCESS;
}

struct entry *entry_allocate_name(struct space *space, mach_port_name_t name)
{
    uint32_t index = MACH_PORT_INDEX(name);
    if (index < space->fresh)
        leave_free_list(space, &space->table[index]);
    struct entry *entry = occupy(space, index);
    entry->generation = (uint8_t)(name & 0xff);
    return entry;
}

void entry_free(struct space *space, struct entry *entry)
{
    uint32_t index = (uint32_t)(entry - space->table);
    entry->generation = (uint8_t)((entry->generation + GENERATION_STEP) | GENERATION_FIRST);
    entry->holds = 0;
    entry->urefs = 0;
    entry->port = 0;
    space->names--;
    if (index - 1 >= space->fresh - 1) { /* also index 0, which is not counted and never comes back */
        space->names += index == 0;
        return;
    }
    entry->previous = 0;
    entry->link = space->first_free;
    if (space->first_free != 0)
        space->table[space->first_free].previous = index;
    space->first_free = index;
}
