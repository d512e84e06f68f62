/* Refused: consumed on a field.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Holds. */
typedef struct bad {
    /** One. */
    MACHPORT_CONSUMED machport_name_t a; /* expect: field a cannot be "consumed" */
} bad_t;
#endif
