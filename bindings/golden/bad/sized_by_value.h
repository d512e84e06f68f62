/* Refused: a size for what is no pointer.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes.
    @param a a number
    @param n how many */
machport_status_t bad(MACHPORT_SIZED_BY(n) uint32_t a, size_t n); /* expect: parameter a says how many there are, but is no pointer */
#endif
