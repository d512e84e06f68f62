/* The calls in C alone, so many times, and the time that the calling thread has run.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MANAGED_H
#define MANAGED_H
#include <stdint.h>

uint32_t bench_check(uint32_t name, uint32_t times);
uint32_t bench_types(uint32_t name, uint32_t times);
uint32_t bench_dup(uint32_t send, uint32_t times);
double bench_seconds(void);

#endif
