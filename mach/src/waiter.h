/* Threads that wait at a port or a port set: for a message, or for room.
   SPDX-License-Identifier: MIT OR Apache-2.0
   A list is protected by the lock of what it belongs to. Who is taken off it was told why; who still stands on it was not. */
#ifndef EMBEDDED_WAITER_H
#define EMBEDDED_WAITER_H
#include "seldom.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    WAITER_LOOKS, /* awake, for a moment */
    WAITER_SLEEPS,
    WAITER_CALLED, /* for a message, or with room kept for his own */
    WAITER_LOST,   /* what he waited at */
};

/* On the stack of the thread that waits. */
struct waiter {
    struct waiter *next, *previous; /* of a ring */
    atomic_uint state;
};

/* The state of a thread that was told while it slept, and is to be woken once the teller holds no lock; NULL: nobody is. */
typedef atomic_uint *sleeper_t;

/* The last of a ring; NULL where nobody waits. */
struct waiters {
    struct waiter *last;
};

/* How long a call waits. */
struct patience {
    uint64_t deadline;  /* in nanoseconds of the clock that never jumps */
    bool interruptible; /* a signal ends the wait */
};
#define NO_WAIT UINT64_C(0)
#define NO_DEADLINE UINT64_MAX
/* Of a wait that begins now. */
struct patience patience_begin(bool timed, uint32_t milliseconds, bool interruptible);

void waiters_add(struct waiters *waiters, struct waiter *waiter);
void waiters_remove(struct waiters *waiters, struct waiter *waiter);
/* Calls the one who has waited longest; there must be one. */
sleeper_t waiters_call(struct waiters *waiters);
/* Tells all that what they waited at is gone, and wakes them. */
void waiters_lose(struct waiters *waiters);
SELDOM void sleeper_wake_asleep(sleeper_t sleeper);
static inline void sleeper_wake(sleeper_t sleeper)
{
    if (sleeper != NULL)
        sleeper_wake_asleep(sleeper);
}

static inline bool waiters_are_none(const struct waiters *waiters)
{
    return waiters->last == NULL;
}

static inline unsigned waiter_state(struct waiter *waiter)
{
    return atomic_load_explicit(&waiter->state, memory_order_acquire);
}

static inline bool waiter_is_told(struct waiter *waiter)
{
    return waiter_state(waiter) >= WAITER_CALLED;
}

/* Whether a thread that is about to wait at a queue, which so many messages have left, should rather look at it again, after
   lock_pause_for_another: not one with a deadline, which it could miss while other threads take what comes. */
bool waiter_looks_again(const struct waiters *waiters, uint32_t taken);

enum waiter_end { WAITER_TOLD, WAITER_TIMED_OUT, WAITER_INTERRUPTED };
/* Waits until the waiter is told or the patience is at its end. */
enum waiter_end waiter_wait(struct waiter *waiter, struct patience patience);

#endif
