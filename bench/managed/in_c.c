/* What C# calls by P/Invoke, and by_hand_java.c for Java.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "managed.h"
#include "in_c.h"
#include <time.h>

uint32_t bench_check(uint32_t name, uint32_t times)
{
    return check_in_c(name, times);
}

uint32_t bench_types(uint32_t name, uint32_t times)
{
    return types_in_c(name, times);
}

uint32_t bench_dup(uint32_t send, uint32_t times)
{
    return dup_and_close_in_c(send, times);
}

double bench_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
