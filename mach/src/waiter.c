/* Waiting: a ring of those who wait, each on a word of its own, awake for a moment and then asleep.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "waiter.h"
#include "futex.h"
#include "lock.h"
#include "thread_local.h"
#include <errno.h>
#include <limits.h>
#include <stddef.h>

enum { NANOSECONDS_A_SECOND = 1000000000, NANOSECONDS_A_MILLISECOND = 1000000, LOOKS_BETWEEN_CLOCKS = 16 };

static uint64_t clock_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NANOSECONDS_A_SECOND + (uint64_t)now.tv_nsec;
}

struct patience patience_begin(bool timed, uint32_t milliseconds, bool interruptible)
{
    struct patience patience = {.deadline = timed ? NO_WAIT : NO_DEADLINE, .interruptible = interruptible};
    if (timed && milliseconds != 0)
        patience.deadline = clock_now() + (uint64_t)milliseconds * NANOSECONDS_A_MILLISECOND;
    return patience;
}

void waiters_add(struct waiters *waiters, struct waiter *waiter)
{
    atomic_init(&waiter->state, WAITER_LOOKS);
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
static sleeper_t tell(struct waiters *waiters, unsigned state)
{
    struct waiter *first = waiters->last->next;
    waiters_remove(waiters, first);
    atomic_uint *word = &first->state;
    return atomic_exchange_explicit(word, state, memory_order_acq_rel) == WAITER_SLEEPS ? word : NULL;
}

sleeper_t waiters_call(struct waiters *waiters)
{
    return tell(waiters, WAITER_CALLED);
}

void waiters_lose(struct waiters *waiters)
{
    while (!waiters_are_none(waiters))
        sleeper_wake(tell(waiters, WAITER_LOST));
}

void sleeper_wake_asleep(sleeper_t sleeper)
{
    syscall(FUTEX_CALL, sleeper, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static bool look(struct waiter *waiter, uint64_t nanoseconds)
{
    uint64_t until = 0;
    for (unsigned looks = 1; !waiter_is_told(waiter); looks++) {
        lock_pause();
        if (looks % LOOKS_BETWEEN_CLOCKS != 0)
            continue;
        uint64_t now = clock_now();
        if (until == 0)
            until = now + nanoseconds;
        else if (now >= until)
            return false;
    }
    return true;
}

/* Always with a deadline, however far: the kernel would begin a sleep without one anew after a signal. */
static enum waiter_end fall_asleep(struct waiter *waiter, struct patience patience)
{
    struct timespec until = {.tv_sec = INT_MAX};
    if (patience.deadline != NO_DEADLINE) {
        until.tv_sec = (time_t)(patience.deadline / NANOSECONDS_A_SECOND);
        until.tv_nsec = (long)(patience.deadline % NANOSECONDS_A_SECOND);
    }
    int error = errno;
    enum waiter_end end = WAITER_TOLD;
    while (end == WAITER_TOLD && waiter_state(waiter) == WAITER_SLEEPS) {
        long slept =
            syscall(FUTEX_CALL, &waiter->state, FUTEX_WAIT_BITSET_PRIVATE, WAITER_SLEEPS, &until, NULL, FUTEX_BITSET_MATCH_ANY);
        if (slept == -1 && errno == ETIMEDOUT)
            end = WAITER_TIMED_OUT;
        else if (slept == -1 && errno == EINTR && patience.interruptible)
            end = WAITER_INTERRUPTED;
    }
    errno = error;
    return end;
}

/* Sleep takes longer than many an answer, so a thread first looks, for as long as a sleep may take, while that does some good.
   Where it did none, only now and then, for as long as the last sleep took: on the other side may be one who sleeps, too, and
   where both wake they go on without. */
enum { VAIN_AT_MOST = 2, VAIN_BETWEEN_TRIALS = 256, LOOK_MOST = 50 * 1000 /* nanoseconds */ };
static _Thread_local struct {
    unsigned vain;
    uint64_t slept; /* twice what the sleep before the next trial took */
} habit LOADED_FAST;

/* Where messages come quicker than a thread can be called for each, some may have come in a moment. Two since the last wait are
   no sign of it: an answer may come before it is waited for. */
bool waiter_looks_again(const struct waiters *waiters, uint32_t taken)
{
    static _Thread_local struct {
        const struct waiters *waiters;
        uint32_t taken;
    } last LOADED_FAST;
    bool several = last.waiters == waiters && taken - last.taken > 4;
    last.waiters = waiters;
    last.taken = taken;
    return several;
}

enum waiter_end waiter_wait(struct waiter *waiter, struct patience patience)
{
    unsigned state = WAITER_LOOKS;
    bool trial = habit.vain % VAIN_BETWEEN_TRIALS == 0;
    if (habit.vain < VAIN_AT_MOST || trial) {
        if (look(waiter, habit.vain < VAIN_AT_MOST || habit.slept > LOOK_MOST ? LOOK_MOST : habit.slept)) {
            habit.vain = 0;
            return WAITER_TOLD;
        }
    }
    if (!atomic_compare_exchange_strong_explicit(&waiter->state, &state, WAITER_SLEEPS, memory_order_acq_rel,
                                                 memory_order_acquire))
        return WAITER_TOLD;
    habit.vain++;
    if (habit.vain % VAIN_BETWEEN_TRIALS != 0)
        return fall_asleep(waiter, patience);
    uint64_t began = clock_now();
    enum waiter_end end = fall_asleep(waiter, patience);
    habit.slept = 2 * (clock_now() - began);
    return end;
}
