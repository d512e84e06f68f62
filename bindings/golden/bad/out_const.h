/* Refused: a result that cannot be written.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Gives. */
machport_status_t bad(MACHPORT_OUT const uint32_t *a); /* expect: parameter a says "out", but cannot be written through */
#endif
