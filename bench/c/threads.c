/* Times exchanges of two threads in turn, round by round, and what they do beside one another: `threads ROUNDS`. One line for
   each: who, what, and nanoseconds for one, separated by tabs. Time is the clock's: the threads wait for one another.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "exchange.h"
#include "must.h"
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <time.h>

static const struct exchange *const exchanges[] = {&mach_exchange, &futex_exchange, &pipe_exchange, &zeromq_exchange,
                                                   &async_queue_exchange};

static size_t cores[2];

static void find_cores(void)
{
    cpu_set_t set;
    int found = 0;
    must(sched_getaffinity(0, sizeof set, &set) == 0);
    for (size_t core = 0; core < CPU_SETSIZE && found < 2; core++) {
        if (CPU_ISSET(core, &set))
            cores[found++] = core;
    }
    must(found == 2);
}

static void stay_on(size_t core)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(core, &set);
    must(sched_setaffinity(0, sizeof set, &set) == 0);
}

struct part {
    void (*run)(void);
    uint32_t count;
    size_t core;
    pthread_barrier_t *start;
};

static void *run(void *argument)
{
    const struct part *part = argument;
    stay_on(part->core);
    pthread_barrier_wait(part->start);
    for (uint32_t i = 0; i < part->count; i++)
        part->run();
    return NULL;
}

static double now(void)
{
    struct timespec time;
    must(clock_gettime(CLOCK_MONOTONIC, &time) == 0);
    return 1e9 * (double)time.tv_sec + (double)time.tv_nsec;
}

/* Until the thread that hears last has heard all. */
static void time_one(const char *who, const char *what, uint32_t count, void (*near)(void), void (*far)(void), bool same_core)
{
    pthread_barrier_t start;
    pthread_t thread;
    if (near == NULL)
        return;
    must(pthread_barrier_init(&start, NULL, 2) == 0);
    struct part other = {far, count, cores[!same_core], &start}, own = {near, count, cores[0], &start};
    must(pthread_create(&thread, NULL, run, &other) == 0);
    stay_on(own.core);
    pthread_barrier_wait(&start);
    double began = now();
    for (uint32_t i = 0; i < count; i++)
        near();
    printf("%s\t%s\t%.3f\n", who, what, (now() - began) / count);
    must(pthread_join(thread, NULL) == 0 && pthread_barrier_destroy(&start) == 0);
}

static void nothing(void)
{
}

/* The same by one thread of a process that has two, and by both. */
static void time_together(const char *alone, const char *both, uint32_t count, void (*run_one)(void))
{
    time_one(shared_space.name, alone, count, run_one, nothing, false);
    time_one(shared_space.name, both, count, run_one, run_one, false);
}

enum { CALLS = 4000, STREAMED = 20000, TOGETHER_COUNT = 1000 };

int main(int argc, char **argv)
{
    must(argc == 2);
    find_cores();
    const size_t count = sizeof exchanges / sizeof *exchanges;
    for (size_t i = 0; i < count; i++)
        exchanges[i]->begin();
    shared_space.begin();
    for (int round = atoi(argv[1]); round > 0; round--) {
        for (size_t i = 0; i < count; i++) {
            const struct exchange *each = exchanges[i];
            time_one(each->name, "there and back", CALLS, each->call, each->answer, false);
            time_one(each->name, "there and back, one core", CALLS, each->call, each->answer, true);
            time_one(each->name, "streaming", STREAMED, each->receive, each->send, false);
        }
        time_together("allocate+destroy", "allocate+destroy, both", TOGETHER_COUNT, shared_space.allocate_and_destroy);
        time_together("type", "type, both", TOGETHER_COUNT, shared_space.query_type);
        time_together("uref +1 -1", "uref +1 -1, both", TOGETHER_COUNT, shared_space.change_urefs);
    }
    return 0;
}
