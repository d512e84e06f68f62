/* Waiting for a lock: some moments awake, since locks are held for moments, and then asleep in the kernel.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "lock.h"
#include "futex.h"
#include <errno.h>
#include <stddef.h>

enum { LOOKS_AWAKE = 10 };

#ifndef NDEBUG
_Thread_local unsigned locks_held LOADED_FAST;
#endif

void lock_wait(struct lock *lock)
{
    /* Not sooner: two threads that both want it all the time would hand it to and fro, and each time from one core's cache to the
       other's, where in a moment one of them could do many things with it. */
    for (int i = 0; i < LOOKS_AWAKE; i++) {
        lock_pause_for_another();
        if (atomic_load_explicit(&lock->state, memory_order_relaxed) == LOCK_FREE && lock_try(lock))
            return;
    }
    /* Who has slept cannot know whether others still sleep, and takes the lock as one that is waited for. */
    const struct timespec moment = {.tv_nsec = 1000 * 1000};
    int error = errno;
    while (atomic_exchange_explicit(&lock->state, LOCK_WAITED_FOR, memory_order_acquire) != LOCK_FREE)
        syscall(FUTEX_CALL, &lock->state, FUTEX_WAIT_PRIVATE, LOCK_WAITED_FOR, &moment, NULL, 0);
    errno = error;
    lock_is_taken(lock);
}

void lock_wake(struct lock *lock)
{
    atomic_store_explicit(&lock->state, LOCK_FREE, memory_order_release);
    syscall(FUTEX_CALL, &lock->state, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}
