/* Refused: a buffer without a direction.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Gives.
    @param a bytes
    @param n how many */
machport_status_t bad(MACHPORT_SIZED_BY(n) void *a, size_t n); /* expect: parameter a is a pointer without a direction */
#endif
