/* What a program may ask of the runner. It prints what it sees; test_runner.py knows what that must be.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <mach/mach.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int constructed;

__attribute__((constructor)) static void construct(int argc)
{
    constructed = argc;
}

static _Thread_local int counted = 5;
static _Thread_local long zeroed;

static int descending(const void *a, const void *b)
{
    const int left = *(const int *)a, right = *(const int *)b;
    return (left < right) - (left > right);
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int turns, onces;
static _Atomic uint64_t atomic = UINT64_C(1) << 40;

static void count_once(void)
{
    onces++;
}

/* Each turn waits for the other thread's. */
static void take_turns(int mine)
{
    for (int i = 0; i < 100; i++) {
        pthread_mutex_lock(&lock);
        while (turns % 2 != mine)
            pthread_cond_wait(&ready, &lock);
        turns++;
        pthread_cond_signal(&ready);
        pthread_mutex_unlock(&lock);
        atomic_fetch_add(&atomic, 1);
    }
}

static void *second_thread(void *argument)
{
    pthread_once(&once, count_once);
    counted += 1;
    zeroed += 2;
    printf("second thread: %d %ld\n", counted, zeroed);
    take_turns(1);
    return (char *)argument + 1;
}

static void threads(void)
{
    pthread_t thread;
    void *result;
    counted = 100;
    pthread_create(&thread, NULL, second_thread, (void *)41);
    pthread_once(&once, count_once);
    take_turns(0);
    pthread_join(thread, &result);
    printf("threads: %d %ld %d %d %d %llx\n", counted, zeroed, (int)(uintptr_t)result, turns, onces, atomic);
}

int main(int argc, char **argv)
{
    int numbers[] = {3, 1, 2}, a;
    char text[128], b;
    printf("constructed: %d, arguments: %s %s\n", constructed, argv[argc - 2], argv[argc - 1]);
    snprintf(text, sizeof text, "%s %d %.2f %llx %c %5.1f %u %zu", "many", -7, 3.25, 0x123456789abcULL, 'z', 2.5, 4000000000U,
             sizeof text);
    printf("%s\n", text);
    printf("scanned: %d", sscanf("12 x", "%d %c", &a, &b));
    printf(" %d %c\n", a, b);
    qsort(numbers, 3, sizeof numbers[0], descending);
    printf("sorted: %d %d %d\n", numbers[0], numbers[1], numbers[2]);
    threads();
    mach_port_name_t name = MACH_PORT_NULL;
    mach_port_type_t type = 0;
    mach_port_allocate(mach_task_self(), MACH_PORT_RIGHT_RECEIVE, &name);
    mach_port_type(mach_task_self(), name, &type);
    printf("a port of type %x\n", type);
    return 42;
}
