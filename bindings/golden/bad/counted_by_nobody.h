/* Refused: a count that is not there.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Gives.
    @param a numbers
    @param n room */
machport_status_t bad(MACHPORT_OUT MACHPORT_SIZED_BY(n) MACHPORT_COUNTED_BY(m) uint32_t *a, size_t n); /* expect: parameter a is COUNTED_BY m, which is no integer that comes out */
#endif
