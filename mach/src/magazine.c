/* Magazines: how threads come to them, fill and empty them, and how they are stopped.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "magazine.h"
#include "futex.h"
#include "task.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

_Thread_local struct magazine *magazine_own LOADED_FAST;
static pthread_key_t key; /* ends a magazine with its thread */

/* The magazine's thread is busy for so short a time that it is not asked to wake anybody. Who waits may hold a lock, and is not
   to be cancelled: so he does not sleep by the C library's own function. */
static void stop(struct magazine *magazine)
{
    const struct timespec moment = {.tv_nsec = 20000};
    int error = errno;
    while (atomic_exchange_explicit(&magazine->busy, true, memory_order_acquire))
        syscall(FUTEX_CALL, &magazine->busy, FUTEX_WAIT_PRIVATE, true, &moment, NULL, 0);
    errno = error;
}

/* The newest come last, to be taken first. */
static void empty(struct space *space, struct magazine *magazine)
{
    for (uint32_t i = 0; i < magazine->count; i++)
        index_give(space, magazine->indexes[i]);
    magazine->count = 0;
    space->names += magazine->names;
    magazine->names = 0;
}

void magazines_stop(struct space *space)
{
    for (struct magazine *magazine = space->magazines; magazine != NULL; magazine = magazine->next) {
        stop(magazine);
        empty(space, magazine);
    }
}

void magazines_go_on(struct space *space)
{
    for (struct magazine *magazine = space->magazines; magazine != NULL; magazine = magazine->next)
        magazine_end(magazine);
}

void magazines_leave(struct space *space)
{
    magazines_stop(space);
    for (struct magazine *magazine = space->magazines, *next; magazine != NULL; magazine = next) {
        next = magazine->next;
        atomic_store_explicit(&magazine->space, NULL, memory_order_release);
        magazine_end(magazine);
    }
    space->magazines = NULL;
}

static void leave(struct magazine *own, struct space *space)
{
    struct magazine **link = &space->magazines;
    while (*link != own)
        link = &(*link)->next;
    *link = own->next;
    stop(own);
    empty(space, own);
    atomic_store_explicit(&own->space, NULL, memory_order_relaxed);
    magazine_end(own);
}

/* Its space may end meanwhile, and leave it. */
void magazine_leave(void)
{
    struct magazine *own = magazine_own;
    struct space *space = own == NULL ? NULL : atomic_load_explicit(&own->space, memory_order_acquire);
    if (space == NULL)
        return;
    lock_acquire(&space->lock);
    if (atomic_load_explicit(&own->space, memory_order_relaxed) == space)
        leave(own, space);
    lock_release(&space->lock);
}

static void end_thread(void *magazine)
{
    struct magazine *own = magazine;
    magazine_leave();
    stop(own); /* who ended its space may not have let go of it yet */
    magazine_own = NULL;
    arena_give(own->ports, own->port_count);
    free(own);
}

bool magazines_begin_process(void)
{
    return pthread_key_create(&key, end_thread) == 0;
}

void magazine_begin_in_child(void)
{
    struct magazine *own = magazine_own;
    if (own == NULL)
        return;
    own->names = own->count = own->port_count = 0;
    atomic_store_explicit(&own->space, NULL, memory_order_relaxed);
    magazine_end(own);
}

static struct magazine *create(void)
{
    struct magazine *own = calloc(1, sizeof *own);
    if (own != NULL && pthread_setspecific(key, own) != 0) {
        free(own);
        return NULL;
    }
    return magazine_own = own;
}

void magazine_want(struct space *space)
{
    const struct acting acting = task_acting(); /* whose task may have ended, and its space serve another */
    struct magazine *own = magazine_own;
    if (acting.space != space || acting.task != space->task || (own == NULL && (own = create()) == NULL) ||
        atomic_load_explicit(&own->space, memory_order_acquire) != NULL)
        return;
    atomic_store_explicit(&own->space, space, memory_order_relaxed);
    own->next = space->magazines;
    space->magazines = own;
}

/* The first that is taken from the space is the first to be taken from the magazine. */
static void fill(struct space *space, struct magazine *own)
{
    uint32_t taken[MAGAZINE_PART], index;
    uint32_t count = 0;
    while (count < MAGAZINE_PART && (index = index_take(space)) != 0)
        taken[count++] = index;
    while (count != 0)
        own->indexes[own->count++] = taken[--count];
}

uint32_t magazine_fetch(struct space *space, struct magazine *own)
{
    if (own == NULL) {
        magazine_want(space);
        own = magazine_in(space);
    }
    if (own != NULL)
        fill(space, own);
    uint32_t index = own != NULL && own->count != 0 ? own->indexes[--own->count] : index_take(space);
    if (index != 0)
        return index;
    /* The last ones may be at hand for other threads. */
    magazines_stop(space);
    magazines_go_on(space);
    return index_take(space);
}

void magazine_pass(struct space *space, struct magazine *own)
{
    for (uint32_t i = 0; i < MAGAZINE_PART; i++)
        index_give(space, own->indexes[i]);
    for (uint32_t i = MAGAZINE_PART; i < MAGAZINE_SIZE; i++)
        own->indexes[i - MAGAZINE_PART] = own->indexes[i];
    own->count -= MAGAZINE_PART;
}

struct port *magazine_take_port(void)
{
    struct magazine *own = magazine_own;
    struct port *port = NULL;
    if (own == NULL || PORTS_KEPT == 0) {
        (void)arena_take(&port, 1);
        return port;
    }
    if (own->port_count == 0)
        own->port_count = arena_take(own->ports, MAGAZINE_PART);
    return own->port_count == 0 ? NULL : own->ports[--own->port_count];
}

void magazine_give_port(struct port *port)
{
    struct magazine *own = magazine_own;
    if (own == NULL || PORTS_KEPT == 0) {
        arena_give(&port, 1);
        return;
    }
    if (own->port_count == MAGAZINE_SIZE) {
        own->port_count -= MAGAZINE_PART;
        arena_give(&own->ports[own->port_count], MAGAZINE_PART);
    }
    own->ports[own->port_count++] = port;
}
