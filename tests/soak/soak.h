/* The soak: threads over three tasks do what they like for a while, and then it is looked at what they left.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef SOAK_H
#define SOAK_H
#include <mach/embedded.h>
#include <mach/mach.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { TASKS = 3, KERNEL_PORTS = 2 };

struct port;

extern uint64_t tasks[TASKS]; /* their numbers */
extern uint64_t seed;         /* of the round, to be said with whatever fails */
extern atomic_uint progress;  /* grows while nobody hangs */
/* Ports besides, whose receive right the kernel has: NULL where the tasks know none. */
extern struct port *kernel_ports[KERNEL_PORTS];

#define REQUIRE(good, ...)                                                                                                       \
    do {                                                                                                                         \
        if (!(good)) {                                                                                                           \
            fprintf(stderr, "soak, seed %llu: %s:%d: %s: ", (unsigned long long)seed, __FILE__, __LINE__, #good);                \
            fprintf(stderr, __VA_ARGS__);                                                                                        \
            fputc('\n', stderr);                                                                                                 \
            exit(1);                                                                                                             \
        }                                                                                                                        \
    } while (0)

/* Each thread has its own numbers, which follow from the seed. */
struct dice {
    uint64_t state;
};
static inline uint32_t roll(struct dice *dice, uint32_t sides)
{
    uint64_t x = dice->state += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((x ^ (x >> 31)) >> 32) % sides;
}

static inline void enter(uint64_t task)
{
    uint64_t previous;
    REQUIRE(mach_embedded_task_enter(task, &previous) == KERN_SUCCESS, "task %llu", (unsigned long long)task);
}

/* At rest (world.c): the counts of every port that the tasks and their messages know are those of the rights that there are.
   Answers how many messages wait. */
uint32_t world_check(void);
/* Ports that there are, but for those that serve as spare memory. */
uint32_t world_ports(void);

/* Random calls (riot.c), by one thread in one task. */
struct riot {
    struct dice dice;
    uint32_t task, calls;
};
void riot_begin(void);
void *riot_run(void *riot);
/* Receives all that waits in any task. */
void riot_drain(void);

/* Streams of numbered messages (stream.c): begins senders and receivers; ends once all have come, each once and in order. */
void streams_run(struct dice *dice, uint32_t messages);

#endif
