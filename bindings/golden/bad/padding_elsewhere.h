/* Refused: a struct that only some targets pad.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Holds. */
typedef struct inner {
    /** One. */
    uint64_t a;
} inner_t;
/** Holds. */
typedef struct bad {
    /** One. */
    uint32_t a;
    /** Two. */
    inner_t b;
    /** Three. */
    uint32_t c;
} bad_t; /* expect: bad_t is padded before b on */
#endif
