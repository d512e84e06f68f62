/* What is timed: something that keeps names, and its operations on them.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BENCH_SUBJECT_H
#define BENCH_SUBJECT_H
#include <stddef.h>
#include <stdint.h>

struct operation {
    const char *name;
    uint32_t count; /* so many times in a round: a few milliseconds */
    void (*run)(uint32_t count);
};

struct subject {
    const char *name;
    void (*fill)(uint32_t live); /* so many names are alive from here on; who keeps none takes no notice */
    const struct operation *operations;
    size_t operation_count;
};

/* Names. */
extern const struct subject libmach, hash_table, descriptors;
/* Messages of MESSAGE_SIZE bytes, and such that carry a right, sent and received by one thread. */
extern const struct subject mach_messages, machport_messages, async_queue, zeromq, pipes, sockets;
enum { MESSAGE_SIZE = 64 };

/* Names in random order, so that each access misses the caches as soon as the names do not fit them. */
void shuffle(uint32_t *names, uint32_t count);

#endif
