/* Refused: a struct that is padded.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Holds. */
typedef struct bad {
    /** One. */
    uint32_t a;
    /** Two. */
    uint64_t b;
} bad_t; /* expect: bad_t is padded before b on x86_64-linux-gnu */
#endif
