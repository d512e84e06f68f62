/* A magazine: free indexes of a space, and memory for ports, which one thread has at hand, so that it makes and ends plain
   receive rights, and changes user references, without a lock that another thread wants.
   SPDX-License-Identifier: MIT OR Apache-2.0

   A thread has one, in the space that it acts in. It uses it while it is busy, which takes no lock and is over in a moment, or
   under the space's lock. Whoever holds that lock may stop the magazines: then no thread is busy in the space. */
#ifndef EMBEDDED_MAGAZINE_H
#define EMBEDDED_MAGAZINE_H
#include "alone.h"
#include "space.h"
#include "thread_local.h"

enum { MAGAZINE_SIZE = 64, MAGAZINE_PART = MAGAZINE_SIZE / 2 /* handed over at once */ };

struct magazine {
    atomic_uint busy;            /* its thread is, or it is stopped */
    struct space *_Atomic space; /* NULL: none. Changed under the space's lock, while it is stopped. */
    uint32_t count;              /* of indexes; the last is the next to be taken */
    uint32_t indexes[MAGAZINE_SIZE];
    uint32_t names;      /* more than the space counts, modulo 2^32 */
    uint32_t port_count; /* used by its thread alone */
    struct port *ports[MAGAZINE_SIZE];
    struct magazine *next; /* of the space */
};

/* The calling thread's; NULL before it needed one. */
extern _Thread_local struct magazine *magazine_own LOADED_FAST;

static inline void magazine_end(struct magazine *own)
{
    atomic_store_explicit(&own->busy, false, memory_order_release);
}

static inline bool magazine_become_busy(struct magazine *own)
{
    if (!is_alone())
        return !atomic_exchange_explicit(&own->busy, true, memory_order_acquire);
    const bool was = atomic_load_explicit(&own->busy, memory_order_relaxed);
    atomic_store_explicit(&own->busy, true, memory_order_relaxed);
    return !was;
}

/* Makes the calling thread busy in the space that it acts in, where that is what it calls task, lives, and is not limited. NULL
   where it is not: the call must be made under the space's lock. */
static inline struct magazine *magazine_begin(mach_port_name_t task)
{
    struct magazine *own = magazine_own;
    if (own == NULL || !magazine_become_busy(own))
        return NULL;
    struct space *space = atomic_load_explicit(&own->space, memory_order_relaxed);
    if (space != NULL && atomic_load_explicit(&space->self_name, memory_order_relaxed) == task &&
        atomic_load_explicit(&space->life, memory_order_relaxed) != 0)
        return own;
    magazine_end(own);
    return NULL;
}

/* For the process, and for the child of a fork, where the parent's spaces are left. */
bool magazines_begin_process(void);
void magazine_begin_in_child(void);
/* The calling thread acts in another space from here on. Needs no lock. */
void magazine_leave(void);
/* The memory of ports, from the thread's magazine and to it. NULL where it ran out. */
struct port *magazine_take_port(void);
void magazine_give_port(struct port *port);

/* These need the space's lock. */

/* The calling thread will have a magazine in the space, where that is its task's and there is memory. */
void magazine_want(struct space *space);
/* No thread is busy in the space until they go on, and all indexes and names are the space's. */
void magazines_stop(struct space *space);
void magazines_go_on(struct space *space);
/* Leaves the space without any. */
void magazines_leave(struct space *space);
/* The calling thread's, where it is in the space. Nobody else changes it: its thread, which is the calling one, is not busy, and
   who stops it needs the lock. */
static inline struct magazine *magazine_in(struct space *space)
{
    struct magazine *own = magazine_own;
    return own != NULL && atomic_load_explicit(&own->space, memory_order_relaxed) == space ? own : NULL;
}

/* Where there is none at hand: the thread will have a magazine, where that is its task's space; fills it, and takes one; 0 where
   there is none. */
SELDOM uint32_t magazine_fetch(struct space *space, struct magazine *own);
/* Of a full one, the part that came first goes back to the space. */
SELDOM void magazine_pass(struct space *space, struct magazine *own);

/* A free index; 0 where there is none. */
static inline uint32_t magazine_take(struct space *space)
{
    struct magazine *own = magazine_in(space);
    return own != NULL && own->count != 0 ? own->indexes[--own->count] : magazine_fetch(space, own);
}

static inline void magazine_give(struct space *space, uint32_t index)
{
    struct magazine *own = magazine_in(space);
    if (own == NULL) {
        index_give(space, index);
        return;
    }
    if (own->count == MAGAZINE_SIZE)
        magazine_pass(space, own);
    own->indexes[own->count++] = index;
}

#endif
