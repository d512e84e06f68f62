/* Checks for the C tests: each prints where it failed and what it saw, and the program's exit code says whether any did.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef CHECK_H
#define CHECK_H
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

/* Tests may check in several threads. */
static _Atomic unsigned check_count, check_failures;

#define CHECK_EQ(actual, expected) check_eq(__FILE__, __LINE__, #actual, (int64_t)(actual), (int64_t)(expected))
#define CHECK(condition) CHECK_EQ(!!(condition), 1)

static inline int check_eq(const char *file, int line, const char *what, int64_t actual, int64_t expected)
{
    check_count++;
    if (actual == expected)
        return 1;
    check_failures++;
    fprintf(stderr, "%s:%d: %s is %" PRId64 " (0x%" PRIx64 "), not %" PRId64 " (0x%" PRIx64 ")\n", file, line, what, actual,
            (uint64_t)actual, expected, (uint64_t)expected);
    return 0;
}

/* What main returns, once it has said how many checks there were. */
static inline int check_result(void)
{
    fprintf(stderr, "%u passed, %u failed\n", check_count - check_failures, check_failures);
    return check_failures == 0 ? 0 : 1;
}

#endif
