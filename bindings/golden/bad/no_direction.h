/* Refused: a pointer without a direction.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Gives. */
machport_status_t bad(uint32_t *a); /* expect: parameter a is a pointer without a direction */
#endif
