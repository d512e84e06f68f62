/* One emulated processor for each thread of the guest.
   SPDX-License-Identifier: MIT OR Apache-2.0
   Guest code runs in one thread at a time, under one lock, for an engine's atomic operations are none towards another
   engine. The host's functions run without it, so that they may wait for one another. */
#ifndef ENGINE_H
#define ENGINE_H
#include <stdint.h>
#include <unicorn/unicorn.h>

struct engine {
    uc_engine *uc;
    uint8_t *stack;
    void **thread_locals; /* one block for each image that has any */
};

/* The calling thread's. */
extern _Thread_local struct engine *engine;

void engine_begin_thread(void);
void engine_end_thread(void);

uint64_t engine_read(int reg);
void engine_write(int reg, uint64_t value);

/* Calls a function of the guest with at most six arguments, from a thread that does not run guest code or in the middle
   of one of the host's functions. */
uint64_t engine_call(uintptr_t function, const uint64_t *arguments, unsigned count);

#endif
