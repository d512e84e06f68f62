/* What is timed between two threads: each does its part of so many exchanges, on cores of their own or on the same one.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BENCH_EXCHANGE_H
#define BENCH_EXCHANGE_H
#include "subject.h"

struct exchange {
    const char *name;
    void (*begin)(void);
    void (*call)(void), (*answer)(void);  /* one way and back, from either end; NULL where this is not timed */
    void (*send)(void), (*receive)(void); /* one way */
};

/* What several threads do in the same space, so many at once. */
enum { TOGETHER = 100 };
struct shared_space {
    const char *name;
    void (*begin)(void);
    void (*allocate_and_destroy)(void), (*query_type)(void), (*change_urefs)(void);
};

extern const struct shared_space shared_space;
extern const struct exchange mach_exchange, futex_exchange, pipe_exchange, zeromq_exchange, async_queue_exchange;

#endif
