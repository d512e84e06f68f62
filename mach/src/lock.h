/* A lock of four bytes, since every port has one: one atomic operation takes it and one gives it back, while nobody waits.
   SPDX-License-Identifier: MIT OR Apache-2.0
   Memory of zeros is a lock that is free. */
#ifndef EMBEDDED_LOCK_H
#define EMBEDDED_LOCK_H
#include <stdatomic.h>
#include <stdbool.h>

enum { LOCK_FREE, LOCK_HELD, LOCK_WAITED_FOR /* held, and perhaps waited for */ };

struct lock {
    atomic_uint state;
};

/* Takes a lock that was held when it was looked at. */
void lock_wait(struct lock *lock);
/* Wakes one of those who wait. */
void lock_wake(struct lock *lock);

/* Between two looks at what another thread is about to write. */
static inline void lock_pause(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
    __asm__ volatile("yield");
#endif
}

static inline bool lock_try(struct lock *lock)
{
    unsigned state = LOCK_FREE;
    return atomic_compare_exchange_strong_explicit(&lock->state, &state, LOCK_HELD, memory_order_acquire, memory_order_relaxed);
}

static inline void lock_acquire(struct lock *lock)
{
    if (!lock_try(lock))
        lock_wait(lock);
}

static inline void lock_release(struct lock *lock)
{
    if (atomic_exchange_explicit(&lock->state, LOCK_FREE, memory_order_release) == LOCK_WAITED_FOR)
        lock_wake(lock);
}

#endif
