/* Refused: a verb at a field that is no port.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Holds. */
typedef struct bad {
    /** One. */
    MACHPORT_PLAIN uint32_t a; /* expect: field a says "plain", but is no port */
} bad_t;
#endif
