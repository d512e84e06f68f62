/* Refused: a size that comes out.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes.
    @param a numbers
    @param n how many */
machport_status_t bad(MACHPORT_SIZED_BY(n) const uint32_t *a, MACHPORT_OUT size_t *n); /* expect: parameter a is SIZED_BY n, which is no integer parameter that goes in */
#endif
