/* Assertions that C99 and C++11 both have, and that leave nothing in the program.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef LAYOUT_H
#define LAYOUT_H
#include <stddef.h>
#include <stdint.h>

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define ASSERT(condition) extern char JOIN(asserted_, __LINE__)[(condition) ? 1 : -1]

#define SAME(number, value) ASSERT((int64_t)(number) == (int64_t)(value))
/* A variable may be declared twice where both types are the same. */
#define SAME_TYPE(type, ours)                                                                                                    \
    extern type JOIN(variable_, __LINE__);                                                                                       \
    extern ours JOIN(variable_, __LINE__)
#define SIZE(type, size) ASSERT(sizeof(type) == (size))
#define FIELD(type, field, offset, size) ASSERT(offsetof(type, field) == (offset) && sizeof(((type *)0)->field) == (size))
/* So may a function. */
#define FUNCTION(name, result, ...) extern result name(__VA_ARGS__)

#endif
