/* Refused: a pointer in a struct.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Holds. */
typedef struct bad {
    /** One. */
    const char *a; /* expect: field a is a pointer or text */
} bad_t;
#endif
