/* Another definition, whose types parts.h uses.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef ELSEWHERE_H
#define ELSEWHERE_H
#include <stdint.h>

/** Not of parts.h. */
#define ELSEWHERE_ONE UINT32_C(1)
/** A number. */
typedef uint32_t elsewhere_level_t;
/** A number that nobody uses. */
typedef uint32_t elsewhere_unused_t;
/** A thing. */
typedef struct elsewhere_thing {
    /** Its level. */
    elsewhere_level_t level;
} elsewhere_thing_t;

/** Not of parts.h either. */
void elsewhere_function(void);
#endif
