/* Refused: a pointer that is returned.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Gives. */
const uint32_t *bad(void); /* expect: returns a pointer that is no text */
#endif
