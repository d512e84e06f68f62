/* Refused: a size in a struct.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Holds. */
typedef struct bad {
    /** One. */
    size_t a; /* expect: field a is a size_t, which has another width on another target */
} bad_t;
#endif
