/* Refused: an array in a struct.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Holds. */
typedef struct bad {
    /** One. */
    uint32_t a[4]; /* expect: "uint32_t[4]" has no width */
} bad_t;
#endif
