/* The order of locks is asserted where assertions are compiled: each kind against each, in a process of its own, which ends where
   the order is broken and only there. Compiled with assertions in every build.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "../c/check.h"
#include "lock.h"
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static struct lock first, second;

static void take_first(void)
{
    lock_acquire(&first);
}

static void take_both(void)
{
    lock_acquire(&first);
    lock_acquire(&second);
}

static void take_one_after_the_other(void)
{
    lock_acquire(&first);
    lock_release(&first);
    lock_acquire(&second);
}

static void give_back_what_is_not_held(void)
{
    lock_release(&first);
}

static void need_what_is_not_held(void)
{
    lock_must_be_held(&first);
}

static void need_what_another_thread_holds(void)
{
    atomic_store(&first.state, LOCK_HELD);
    lock_must_be_held(&first);
}

static void need_what_is_held(void)
{
    lock_acquire(&first);
    lock_must_be_held(&first);
}

/* Whether an assertion stops it; what it says is of no account. */
static bool is_stopped(void (*run)(void))
{
    int status = 0;
    const pid_t child = fork();
    if (child == 0) {
        const struct rlimit no_core = {0, 0};
        (void)setrlimit(RLIMIT_CORE, &no_core);
        (void)signal(SIGABRT, SIG_DFL);
        (void)close(STDERR_FILENO);
        run();
        _exit(0);
    }
    CHECK_EQ(waitpid(child, &status, 0), child);
    CHECK(status == 0 || (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT));
    return status != 0;
}

static void test_a_lock_comes_after_those_before_it(void)
{
    for (int one = LOCK_OF_TASKS; one <= LOCK_OF_MEMORY; one++) {
        for (int other = LOCK_OF_TASKS; other <= LOCK_OF_MEMORY; other++) {
            lock_begin(&first, (enum lock_kind)one);
            lock_begin(&second, (enum lock_kind)other);
            if (!CHECK_EQ(is_stopped(take_both), one >= other))
                fprintf(stderr, "  kind %d, then kind %d\n", one, other);
            CHECK(!is_stopped(take_one_after_the_other));
        }
    }
}

static void test_a_lock_is_of_a_kind(void)
{
    lock_begin(&first, LOCK_OF_NO_KIND);
    CHECK(is_stopped(take_first));
}

static void test_what_must_be_held_is(void)
{
    lock_begin(&first, LOCK_OF_PORT);
    CHECK(is_stopped(give_back_what_is_not_held));
    CHECK(is_stopped(need_what_is_not_held));
    CHECK(is_stopped(need_what_another_thread_holds));
    CHECK(!is_stopped(need_what_is_held));
}

int main(void)
{
    test_a_lock_comes_after_those_before_it();
    test_a_lock_is_of_a_kind();
    test_what_must_be_held_is();
    return check_result();
}
