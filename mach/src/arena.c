/* The array of ports. Numbers are used again, the last one first; memory is not given back.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "arena.h"
#include "leak.h"
#include "reserve.h"
#include <stdlib.h>
#include <sys/mman.h>

/* Twice the names that one space can have, where there are the addresses for so many. */
#if UINTPTR_MAX == UINT32_MAX
#define ARENA_PORTS (UINT32_C(1) << 20)
#else
#define ARENA_PORTS (UINT32_C(1) << 25)
#endif
enum { OPENED_AT_ONCE = 64 * 1024 }; /* bytes, whole pages everywhere */

static struct lock lock = LOCK(LOCK_OF_MEMORY);
static uint32_t size;
static uint32_t fresh = 1; /* elements from here on were never used */
static size_t opened;      /* bytes of the array that are memory */

/* Opens what was only reserved, so that a shortage is told instead of found out by a signal. */
static bool open_up_to(size_t end)
{
    while (opened < end) {
        if (mprotect((char *)arena + opened, OPENED_AT_ONCE, PROT_READ | PROT_WRITE) != 0)
            return false;
        if (!LEAKS_ARE_TOLD)
            leads_to_no_leak((char *)arena + opened, OPENED_AT_ONCE);
        opened += OPENED_AT_ONCE;
    }
    return true;
}

bool arena_begin(void)
{
    size = ARENA_PORTS;
    arena = reserve(&size, sizeof *arena, PROT_NONE);
    return arena != NULL;
}

/* The next element that was never used; NULL where there is none. */
static void *take_fresh(void)
{
    if (fresh == size || !open_up_to(((size_t)fresh + 1) * sizeof *arena))
        return NULL;
    return &arena[fresh++];
}

void arena_lock(void)
{
    lock_acquire(&lock);
}

void arena_unlock(void)
{
    lock_release(&lock);
}

#ifdef __SANITIZE_ADDRESS__

struct slot **arena;

/* What is never touched again is no leak. */
void arena_leave(void)
{
    leads_to_no_leak(arena, fresh * sizeof *arena);
}

/* A number is not used again. */
static struct port *take(void)
{
    struct slot *slot = malloc(sizeof *slot);
    if (slot == NULL)
        return NULL;
    lock_acquire(&lock);
    struct slot **element = take_fresh();
    lock_release(&lock);
    if (element == NULL) {
        free(slot);
        return NULL;
    }
    lock_begin(&slot->port.lock, LOCK_OF_PORT);
    slot->number = (uint32_t)(element - arena);
    *element = slot;
    return &slot->port;
}

uint32_t arena_take(struct port **ports, uint32_t count)
{
    uint32_t taken = 0;
    while (taken < count && (ports[taken] = take()) != NULL)
        taken++;
    return taken;
}

void arena_give(struct port *const *ports, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        free(ports[i]);
}

#else

struct port *arena;
static struct port *first_free;

/* What was free in the parent stays so: a thread that came late to a port may have held its lock. */
void arena_leave(void)
{
    first_free = NULL;
}

/* Needs the lock. */
static struct port *take(void)
{
    struct port *port = first_free;
    if (port != NULL)
        first_free = port->next_free;
    else if ((port = take_fresh()) != NULL)
        lock_begin(&port->lock, LOCK_OF_PORT);
    return port;
}

uint32_t arena_take(struct port **ports, uint32_t count)
{
    uint32_t taken = 0;
    lock_acquire(&lock);
    while (taken < count && (ports[taken] = take()) != NULL)
        taken++;
    lock_release(&lock);
    return taken;
}

void arena_give(struct port *const *ports, uint32_t count)
{
    lock_acquire(&lock);
    for (uint32_t i = 0; i < count; i++) {
        ports[i]->next_free = first_free;
        first_free = ports[i];
    }
    lock_release(&lock);
}

#endif
