/* Refused: a bit-field.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Holds. */
typedef struct bad {
    /** One. */
    uint32_t a : 3; /* expect: field a is a bit-field */
} bad_t;
#endif
