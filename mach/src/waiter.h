/* Threads that wait at a port or a port set: for a message, or for room.
   SPDX-License-Identifier: MIT OR Apache-2.0
   A list is protected by the lock of what it belongs to. Who is taken off it was told why; who still stands on it was not. */
#ifndef EMBEDDED_WAITER_H
#define EMBEDDED_WAITER_H
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { WAITER_WAITS, WAITER_CALLED /* for a message, or with room kept for his own */, WAITER_LOST /* what he waited at */ };

/* On the stack of the thread that waits. */
struct waiter {
    struct waiter *next, *previous; /* of a ring */
    atomic_uint state;
};

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
uint64_t deadline_after(uint32_t milliseconds);

void waiters_add(struct waiters *waiters, struct waiter *waiter);
void waiters_remove(struct waiters *waiters, struct waiter *waiter);
/* Calls the one who has waited longest. False where there is none. */
bool waiters_call(struct waiters *waiters);
/* Tells all that what they waited at is gone. */
void waiters_lose(struct waiters *waiters);

static inline unsigned waiter_state(struct waiter *waiter)
{
    return atomic_load_explicit(&waiter->state, memory_order_acquire);
}

enum waiter_end { WAITER_TOLD, WAITER_TIMED_OUT, WAITER_INTERRUPTED };
/* Sleeps until the waiter is told or the patience is at its end. */
enum waiter_end waiter_sleep(struct waiter *waiter, struct patience patience);

#endif
