/* What each language's library runs so many times: f, a call whose answer is looked at; g, one whose status becomes an error and
   whose result comes back. The base is C.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef CALLS_H
#define CALLS_H
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Checks a send right so many times; how often it was alive. */
uint64_t bench_f(uint32_t name, uint64_t times);
/* Asks what a send right's name holds so many times; the sum of the answers. */
uint64_t bench_g(uint32_t name, uint64_t times);

#ifdef __cplusplus
}
#endif
#endif
