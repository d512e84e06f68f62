/* Refused: a field without a doc comment.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Holds. */
typedef struct bad {
    uint32_t a; /* expect: a has no doc comment */
} bad_t;
#endif
