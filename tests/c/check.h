/* Checks for the C tests: each prints where it failed and what it saw, and the program's exit code says whether any did.
   SPDX-License-Identifier: MIT OR Apache-2.0
   They need no C library: a program without one prints in its own way. */
#ifndef CHECK_H
#define CHECK_H
#include <stddef.h>
#include <stdint.h>
#if __STDC_HOSTED__
#include <stdio.h>
static inline void check_print(const char *text)
{
    (void)fputs(text, stderr);
}
#else
void check_print(const char *text);
#endif

/* For all files of a program; tests may check in several threads. */
__attribute__((weak)) _Atomic unsigned check_count, check_failures;

#define CHECK_EQ(actual, expected) check_eq(__FILE__, __LINE__, #actual, (int64_t)(actual), (int64_t)(expected))
#define CHECK(condition) CHECK_EQ(!!(condition), 1)

static inline void check_print_number(uint64_t number, unsigned base)
{
    char text[21];
    size_t at = sizeof text;
    text[--at] = '\0';
    do
        text[--at] = "0123456789abcdef"[number % base];
    while ((number /= base) > 0);
    check_print(text + at);
}

static inline void check_print_value(int64_t value)
{
    check_print(value < 0 ? "-" : "");
    check_print_number(value < 0 ? -(uint64_t)value : (uint64_t)value, 10);
    check_print(" (0x");
    check_print_number((uint64_t)value, 16);
    check_print(")");
}

static inline int check_eq(const char *file, int line, const char *what, int64_t actual, int64_t expected)
{
    check_count++;
    if (actual == expected)
        return 1;
    check_failures++;
    check_print(file);
    check_print(":");
    check_print_number((uint64_t)line, 10);
    check_print(": ");
    check_print(what);
    check_print(" is ");
    check_print_value(actual);
    check_print(", not ");
    check_print_value(expected);
    check_print("\n");
    return 0;
}

/* A line more about what has just failed. */
static inline void check_note(const char *what, const char *of)
{
    check_print("  ");
    check_print(what);
    check_print(of);
    check_print("\n");
}

/* What main returns, once it has said how many checks there were. */
static inline int check_result(void)
{
    check_print_number(check_count - check_failures, 10);
    check_print(" passed, ");
    check_print_number(check_failures, 10);
    check_print(" failed\n");
    return check_failures == 0 ? 0 : 1;
}

#endif
