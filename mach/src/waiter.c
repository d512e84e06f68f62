/* Waiting: a ring of those who wait, each asleep on a word of its own.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "waiter.h"
#include <errno.h>
#include <linux/futex.h>
#include <limits.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { NANOSECONDS_A_SECOND = 1000000000, NANOSECONDS_A_MILLISECOND = 1000000 };

uint64_t deadline_after(uint32_t milliseconds)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NANOSECONDS_A_SECOND + (uint64_t)now.tv_nsec +
           (uint64_t)milliseconds * NANOSECONDS_A_MILLISECOND;
}

void waiters_add(struct waiters *waiters, struct waiter *waiter)
{
    atomic_init(&waiter->state, WAITER_WAITS);
    if (waiters->last == NULL) {
        waiter->next = waiter->previous = waiter;
    } else {
        waiter->previous = waiters->last;
        waiter->next = waiters->last->next;
        waiter->next->previous = waiter;
        waiters->last->next = waiter;
    }
    waiters->last = waiter;
}

void waiters_remove(struct waiters *waiters, struct waiter *waiter)
{
    if (waiter->next == waiter) {
        waiters->last = NULL;
        return;
    }
    waiter->next->previous = waiter->previous;
    waiter->previous->next = waiter->next;
    if (waiters->last == waiter)
        waiters->last = waiter->previous;
}

/* From the moment that the word is written the waiter may be gone; to wake nobody at its address does no harm. */
static void tell(struct waiters *waiters, struct waiter *waiter, unsigned state)
{
    waiters_remove(waiters, waiter);
    atomic_uint *word = &waiter->state;
    atomic_store_explicit(word, state, memory_order_release);
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

bool waiters_call(struct waiters *waiters)
{
    if (waiters->last == NULL)
        return false;
    tell(waiters, waiters->last->next, WAITER_CALLED);
    return true;
}

void waiters_lose(struct waiters *waiters)
{
    while (waiters->last != NULL)
        tell(waiters, waiters->last->next, WAITER_LOST);
}

/* Always with a deadline, however far: the kernel would begin a sleep without one anew after a signal. */
enum waiter_end waiter_sleep(struct waiter *waiter, struct patience patience)
{
    struct timespec until = {.tv_sec = INT_MAX};
    if (patience.deadline != NO_DEADLINE) {
        until.tv_sec = (time_t)(patience.deadline / NANOSECONDS_A_SECOND);
        until.tv_nsec = (long)(patience.deadline % NANOSECONDS_A_SECOND);
    }
    int error = errno;
    enum waiter_end end = WAITER_TOLD;
    while (end == WAITER_TOLD && waiter_state(waiter) == WAITER_WAITS) {
        long slept =
            syscall(SYS_futex, &waiter->state, FUTEX_WAIT_BITSET_PRIVATE, WAITER_WAITS, &until, NULL, FUTEX_BITSET_MATCH_ANY);
        if (slept == -1 && errno == ETIMEDOUT)
            end = WAITER_TIMED_OUT;
        else if (slept == -1 && errno == EINTR && patience.interruptible)
            end = WAITER_INTERRUPTED;
    }
    errno = error;
    return end;
}
