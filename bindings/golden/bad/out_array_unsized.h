/* Refused: a result array that does not say how many there is room for.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Gives.
    @param a numbers
    @param n how many */
machport_status_t bad(MACHPORT_OUT MACHPORT_COUNTED_BY(n) uint32_t *a, MACHPORT_OUT size_t *n); /* expect: parameter a does not say how many there is room for */
#endif
