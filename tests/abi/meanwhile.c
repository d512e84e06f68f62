/* Another thread, which interrupts by a signal.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "meanwhile.h"
#include "check.h"
#include <pthread.h>
#include <signal.h>
#include <time.h>

static pthread_t waiter, worker;
static void (*work_of)(void);

static void on_signal(int number)
{
    (void)number;
}

static void *start(void *unused)
{
    work_of();
    return unused;
}

void meanwhile_begin(void (*work)(void))
{
    const struct sigaction action = {.sa_handler = on_signal};
    CHECK_EQ(sigaction(SIGUSR1, &action, NULL), 0);
    waiter = pthread_self();
    work_of = work;
    CHECK_EQ(pthread_create(&worker, NULL, start, NULL), 0);
}

void meanwhile_end(void)
{
    CHECK_EQ(pthread_join(worker, NULL), 0);
}

void meanwhile_interrupt(void)
{
    (void)pthread_kill(waiter, SIGUSR1);
}

void meanwhile_pause(uint32_t ms)
{
    const struct timespec wait = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};
    (void)nanosleep(&wait, NULL);
}

uint64_t meanwhile_now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}
