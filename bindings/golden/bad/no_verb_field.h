/* Refused: a field without a verb.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Holds. */
typedef struct bad {
    /** One. */
    uint32_t a;
    /** Two. */
    machport_name_t b; /* expect: field b does not say who owns it */
} bad_t;
#endif
