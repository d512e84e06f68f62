/* The array of ports. Numbers are used again, the last one first; memory is not given back.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "arena.h"
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

static struct lock lock;
static uint32_t size;
static uint32_t fresh = 1; /* numbers from here on were never used */
static size_t opened;      /* bytes of the array that are memory */

/* Opens what was only reserved, so that a shortage is told instead of found out by a signal. */
static bool open_up_to(size_t end)
{
    while (opened < end) {
        if (mprotect((char *)arena + opened, OPENED_AT_ONCE, PROT_READ | PROT_WRITE) != 0)
            return false;
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

/* 0 where there is none. */
static uint32_t take_fresh(void)
{
    if (fresh == size || !open_up_to(((size_t)fresh + 1) * sizeof *arena))
        return 0;
    return fresh++;
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
void __lsan_register_root_region(const void *begin, size_t size);

/* What is never touched again is no leak. */
void arena_leave(void)
{
    __lsan_register_root_region(arena, fresh * sizeof *arena);
}

/* A number is not used again. */
struct port *arena_take(void)
{
    struct slot *slot = malloc(sizeof *slot);
    if (slot == NULL)
        return NULL;
    lock_acquire(&lock);
    slot->number = take_fresh();
    if (slot->number != 0)
        arena[slot->number] = slot;
    lock_release(&lock);
    if (slot->number != 0)
        return &slot->port;
    free(slot);
    return NULL;
}

void arena_give(struct port *port)
{
    free(port);
}

#else

struct port *arena;
static uint32_t first_free;

void arena_leave(void)
{
}

struct port *arena_take(void)
{
    lock_acquire(&lock);
    uint32_t number = first_free;
    if (number != 0)
        first_free = port_at(number)->next_free;
    else
        number = take_fresh();
    lock_release(&lock);
    return number == 0 ? NULL : port_at(number);
}

void arena_give(struct port *port)
{
    lock_acquire(&lock);
    port->next_free = first_free;
    first_free = port_number(port);
    lock_release(&lock);
}

#endif
