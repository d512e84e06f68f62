/* Refused: a struct that is padded at its end.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Holds. */
typedef struct bad {
    /** One. */
    uint64_t a;
    /** Two. */
    uint32_t b;
} bad_t; /* expect: bad_t is padded at its end on x86_64-linux-gnu */
#endif
