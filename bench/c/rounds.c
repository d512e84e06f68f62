/* Times the operations of the chosen subjects in turn, round by round: `rounds LIVE ROUNDS SUBJECT...`. One line for
   each operation of each round: subject, operation, nanoseconds an operation, separated by tabs. Whoever reads them
   makes the medians.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "must.h"
#include "subject.h"
#include <string.h>
#include <time.h>

static const struct subject *const subjects[] = {
    &libmach,       &hash_table,        &descriptors, /* names */
    &mach_messages, &machport_messages, &async_queue, &zeromq, &pipes, &sockets,
};

void shuffle(uint32_t *names, uint32_t count)
{
    uint64_t state = UINT64_C(0x9e3779b97f4a7c15);
    for (uint32_t i = count; i > 1; i--) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        uint32_t other = (uint32_t)((state >> 33) % i), name = names[i - 1];
        names[i - 1] = names[other];
        names[other] = name;
    }
}

static const struct subject *find(const char *name)
{
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        if (strcmp(subjects[i]->name, name) == 0)
            return subjects[i];
    }
    return NULL;
}

/* Time of this thread alone: others want the machine too. */
static double now(void)
{
    struct timespec time;
    must(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0);
    return 1e9 * (double)time.tv_sec + (double)time.tv_nsec;
}

static void round_of(const struct subject *subject)
{
    for (size_t i = 0; i < subject->operation_count; i++) {
        const struct operation *operation = &subject->operations[i];
        double began = now();
        operation->run(operation->count);
        printf("%s\t%s\t%.3f\n", subject->name, operation->name, (now() - began) / operation->count);
    }
}

int main(int argc, char **argv)
{
    must(argc > 3);
    uint32_t live = (uint32_t)strtoul(argv[1], NULL, 10);
    int rounds = atoi(argv[2]);
    for (int i = 3; i < argc; i++) {
        must(find(argv[i]) != NULL);
        find(argv[i])->fill(live);
    }
    for (int round = 0; round < rounds; round++) {
        for (int i = 3; i < argc; i++)
            round_of(find(argv[i]));
    }
    return 0;
}
