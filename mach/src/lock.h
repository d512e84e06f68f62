/* A lock of four bytes, since every port has one: one atomic operation takes it, and a plain one gives it back, while nobody
   waits; in a process of one thread both are plain.
   SPDX-License-Identifier: MIT OR Apache-2.0
   Memory of zeros is a lock that is free. */
#ifndef EMBEDDED_LOCK_H
#define EMBEDDED_LOCK_H
#include "alone.h"
#include "seldom.h"
#include "thread_local.h"
#include <assert.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { LOCK_FREE, LOCK_HELD, LOCK_WAITED_FOR /* held, and perhaps waited for */ };

/* The order of locks, where assertions are compiled: a thread takes one only where it holds none that comes after it, or of its
   own kind. */
enum lock_kind {
    LOCK_OF_NO_KIND, /* yet */
    LOCK_OF_TASKS,
    LOCK_OF_TRANSIT,
    LOCK_OF_SERVICES,
    LOCK_OF_SPACE,
    LOCK_OF_PORT,
    LOCK_OF_SET,
    LOCK_OF_MEMORY
};

struct lock {
    atomic_uint state;
#ifndef NDEBUG
    enum lock_kind kind;
#endif
};

#ifdef NDEBUG
#define LOCK(of_kind)                                                                                                            \
    {                                                                                                                            \
        .state = LOCK_FREE                                                                                                       \
    }
static inline void lock_is_of(struct lock *lock, enum lock_kind kind)
{
    (void)lock, (void)kind;
}
static inline void lock_is_taken(struct lock *lock)
{
    (void)lock;
}
static inline void lock_is_given_back(struct lock *lock)
{
    (void)lock;
}
static inline void lock_must_be_held(struct lock *lock)
{
    (void)lock;
}
#else
#define LOCK(of_kind)                                                                                                            \
    {                                                                                                                            \
        .state = LOCK_FREE, .kind = (of_kind)                                                                                    \
    }
extern _Thread_local unsigned locks_held LOADED_FAST; /* a bit for each kind */
static inline void lock_is_of(struct lock *lock, enum lock_kind kind)
{
    lock->kind = kind;
}
static inline void lock_is_taken(struct lock *lock)
{
    assert(lock->kind != LOCK_OF_NO_KIND && locks_held < 1U << lock->kind);
    locks_held |= 1U << lock->kind;
}
static inline void lock_is_given_back(struct lock *lock)
{
    assert((locks_held & 1U << lock->kind) != 0);
    locks_held &= ~(1U << lock->kind);
}
/* One of that kind by this thread, which is the same where nobody holds two of a kind. */
static inline void lock_must_be_held(struct lock *lock)
{
    assert(atomic_load_explicit(&lock->state, memory_order_relaxed) != LOCK_FREE && (locks_held & 1U << lock->kind) != 0);
}
#endif

/* In memory that no thread knows yet. */
static inline void lock_begin(struct lock *lock, enum lock_kind kind)
{
    atomic_init(&lock->state, LOCK_FREE);
    lock_is_of(lock, kind);
}

/* Takes a lock that was held when it was looked at. */
SELDOM void lock_wait(struct lock *lock);
/* Gives it back, and wakes one of those who wait. */
SELDOM void lock_wake(struct lock *lock);

/* Between two looks at what another thread is about to write. */
static inline void lock_pause(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
    __asm__ volatile("yield");
#endif
}

/* Long enough for another thread to do several things, and much shorter than a sleep. */
static inline void lock_pause_for_another(void)
{
    for (int i = 0; i < 24; i++)
        lock_pause();
}

static inline bool lock_try(struct lock *lock)
{
    unsigned state = LOCK_FREE;
    if (is_alone()) {
        if (atomic_load_explicit(&lock->state, memory_order_relaxed) != LOCK_FREE)
            return false;
        atomic_store_explicit(&lock->state, LOCK_HELD, memory_order_relaxed);
    } else if (!atomic_compare_exchange_strong_explicit(&lock->state, &state, LOCK_HELD, memory_order_acquire,
                                                        memory_order_relaxed))
        return false;
    lock_is_taken(lock);
    return true;
}

static inline void lock_acquire(struct lock *lock)
{
    if (!lock_try(lock))
        lock_wait(lock);
}

/* An exchange that always knew of those who wait would cost as much as the taking. Between the look and the writing one may
   come to wait who is not woken: he looks again by himself after a moment. */
static inline void lock_release(struct lock *lock)
{
    lock_is_given_back(lock);
    if (atomic_load_explicit(&lock->state, memory_order_relaxed) == LOCK_HELD)
        atomic_store_explicit(&lock->state, LOCK_FREE, memory_order_release);
    else
        lock_wake(lock);
}

#endif
