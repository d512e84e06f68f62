/* A benchmark of calls that fail measures nothing: the first failure ends it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BENCH_MUST_H
#define BENCH_MUST_H
#include <stdio.h>
#include <stdlib.h>

#define must(good)                                                                                                               \
    do {                                                                                                                         \
        if (!(good)) {                                                                                                           \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #good);                                                   \
            exit(1);                                                                                                             \
        }                                                                                                                        \
    } while (0)

#endif
