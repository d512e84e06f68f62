/* `soak rounds|minutes COUNT [SEED]`: so many rounds, or as many as there is time for. A round is three new tasks, streams of
   messages and threads that call at random at once; then the world is checked, drained, checked again, and ended: nothing is
   left.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "soak.h"
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { RIOTS_LEAST = 2, RIOTS_MOST = 8, CALLS = 6000 /* of all of them together */ };
enum { MESSAGES = 500, SECONDS_OF_PATIENCE = 30, ROUNDS_BETWEEN_WORDS = 50 };

uint64_t tasks[TASKS], seed;
atomic_uint progress;
struct port *kernel_ports[KERNEL_PORTS];

/* Somebody sleeps through what he waits for. */
static void *watch(void *ignored)
{
    for (unsigned last = progress, idle = 0;; idle = last == progress ? idle + 1 : 0) {
        REQUIRE(idle < SECONDS_OF_PATIENCE, "nobody gets on");
        last = progress;
        sleep(1);
    }
    return ignored;
}

static void run_round(void)
{
    struct dice dice = {seed};
    struct riot riots[RIOTS_MOST];
    pthread_t threads[RIOTS_MOST];
    uint32_t riot_count = RIOTS_LEAST + roll(&dice, RIOTS_MOST - RIOTS_LEAST + 1), ports = world_ports();
    uint64_t self;
    REQUIRE(mach_embedded_task_current(&self) == KERN_SUCCESS, "no task");
    for (uint32_t i = 0; i < TASKS; i++)
        REQUIRE(mach_embedded_task_create(&tasks[i]) == KERN_SUCCESS, "no more tasks");
    riot_begin();
    for (uint32_t i = 0; i < riot_count; i++) {
        riots[i] = (struct riot){{seed * 1000 + i}, roll(&dice, TASKS), CALLS / riot_count};
        REQUIRE(pthread_create(&threads[i], NULL, riot_run, &riots[i]) == 0, "no thread");
    }
    streams_run(&dice, MESSAGES);
    for (uint32_t i = 0; i < riot_count; i++)
        pthread_join(threads[i], NULL);
    (void)world_check();
    riot_drain();
    REQUIRE(world_check() == 0, "messages wait that nobody can receive");
    enter(self);
    for (uint32_t i = 0; i < TASKS; i++)
        REQUIRE(mach_embedded_task_destroy(tasks[i]) == KERN_SUCCESS, "it was there");
    REQUIRE(world_ports() == ports, "%u ports before, %u after", ports, world_ports());
}

int main(int argc, char **argv)
{
    pthread_t watcher;
    if (argc < 3) {
        fprintf(stderr, "usage: %s rounds|minutes COUNT [SEED]\n", argv[0]);
        return 2;
    }
    const bool timed = strcmp(argv[1], "minutes") == 0;
    const unsigned long count = strtoul(argv[2], NULL, 10);
    const time_t began = time(NULL);
    const uint64_t first = seed = argc > 3 ? strtoull(argv[3], NULL, 10) : (uint64_t)began;
    printf("soak: seed %llu\n", (unsigned long long)seed);
    REQUIRE(pthread_create(&watcher, NULL, watch, NULL) == 0, "no thread");
    for (; timed ? time(NULL) < began + 60 * (time_t)count : seed < first + count; seed++) {
        run_round();
        if (timed && (seed - first + 1) % ROUNDS_BETWEEN_WORDS == 0) {
            printf("soak: %llu rounds, %ld s\n", (unsigned long long)(seed - first + 1), (long)(time(NULL) - began));
            fflush(stdout);
        }
    }
    printf("soak: %llu rounds, and nothing was found\n", (unsigned long long)(seed - first));
    return 0;
}
