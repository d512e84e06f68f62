/* Refused: a struct that tells its size too late.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Holds. */
typedef struct bad {
    /** One. */
    uint32_t a;
    /** sizeof this struct. */
    uint32_t struct_size;
} bad_t; /* expect: struct_size must be the first field, and a uint32_t */
#endif
