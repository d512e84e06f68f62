/* Refused: a count in a field that is not there.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Gives.
    @param a numbers
    @param n room
    @param r right */
machport_status_t bad(MACHPORT_OUT MACHPORT_SIZED_BY(n) MACHPORT_COUNTED_BY(r.size) uint32_t *a, size_t n, /* expect: parameter a is COUNTED_BY r.size, which is no integer that comes out */
                      MACHPORT_OUT MACHPORT_PER_ELEMENT machport_right_t *r);
#endif
