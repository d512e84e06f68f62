/* The least that two threads can do to wait for one another in the kernel: a word for each way, slept on and woken by futex.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "exchange.h"
#include "must.h"
#include <linux/futex.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

static _Alignas(64) atomic_uint there;
static _Alignas(64) atomic_uint back;

static void begin(void)
{
}

static void tell(atomic_uint *word)
{
    atomic_store(word, 1);
    must(syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0) >= 0);
}

static void wait_for(atomic_uint *word)
{
    while (atomic_load(word) == 0)
        (void)syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
    atomic_store(word, 0);
}

static void call(void)
{
    tell(&there);
    wait_for(&back);
}

static void answer(void)
{
    wait_for(&there);
    tell(&back);
}

const struct exchange futex_exchange = {"futex", begin, call, answer, NULL, NULL};
