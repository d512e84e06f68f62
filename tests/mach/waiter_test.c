/* The ring of those who wait, one step after the other: who is called, who is told, and who may leave. Compiled with libmach's
   own file.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "../c/check.h"
#include "waiter.h"

enum { WAITERS = 4 };
static struct waiters waiters;
static struct waiter each[WAITERS];

static void all_wait(void)
{
    waiters = (struct waiters){NULL};
    for (int i = 0; i < WAITERS; i++)
        waiters_add(&waiters, &each[i]);
}

/* So that senders come in the order in which they found no room. */
static void test_the_one_who_has_waited_longest_is_called(void)
{
    all_wait();
    for (int i = 0; i < WAITERS; i++) {
        CHECK(!waiters_are_none(&waiters));
        CHECK(waiters_call(&waiters) == NULL); /* nobody sleeps */
        for (int other = 0; other < WAITERS; other++)
            CHECK_EQ(waiter_state(&each[other]), other <= i ? WAITER_CALLED : WAITER_LOOKS);
    }
    CHECK(waiters_are_none(&waiters));
}

static void test_who_leaves_is_not_called(void)
{
    for (int left = 0; left < WAITERS; left++) {
        all_wait();
        waiters_remove(&waiters, &each[left]);
        for (int called = 1; called < WAITERS; called++)
            (void)waiters_call(&waiters);
        CHECK(waiters_are_none(&waiters));
        for (int i = 0; i < WAITERS; i++)
            CHECK_EQ(waiter_state(&each[i]), i == left ? WAITER_LOOKS : WAITER_CALLED);
    }
}

static void test_all_are_told_that_it_is_gone(void)
{
    all_wait();
    (void)waiters_call(&waiters);
    waiters_lose(&waiters);
    CHECK(waiters_are_none(&waiters));
    for (int i = 0; i < WAITERS; i++)
        CHECK_EQ(waiter_state(&each[i]), i == 0 ? WAITER_CALLED : WAITER_LOST);
}

/* Whoever sleeps is to be woken by whoever tells him. */
static void test_who_sleeps_is_to_be_woken(void)
{
    all_wait();
    atomic_store(&each[0].state, WAITER_SLEEPS);
    CHECK(waiters_call(&waiters) == &each[0].state);
    CHECK(waiters_call(&waiters) == NULL);
}

/* Whoever was told by then was not late. */
static void test_a_wait_ends_with_its_time(void)
{
    for (int i = 0; i < 3; i++) { /* awake the first times, asleep afterwards */
        all_wait();
        CHECK_EQ(waiter_wait(&each[0], patience_begin(true, 0, false)), WAITER_TIMED_OUT);
    }
    (void)waiters_call(&waiters);
    CHECK_EQ(waiter_wait(&each[0], patience_begin(false, 0, false)), WAITER_TOLD);
}

int main(void)
{
    test_the_one_who_has_waited_longest_is_called();
    test_who_leaves_is_not_called();
    test_all_are_told_that_it_is_gone();
    test_who_sleeps_is_to_be_woken();
    test_a_wait_ends_with_its_time();
    return check_result();
}
