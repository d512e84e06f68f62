/* Refused: a result array that does not say how many are written.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Gives.
    @param a numbers
    @param n room */
machport_status_t bad(MACHPORT_OUT MACHPORT_SIZED_BY(n) uint32_t *a, size_t n); /* expect: parameter a does not say how many are written */
#endif
