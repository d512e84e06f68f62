/* Refused: a pointer to a pointer that is no array.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Gives. */
machport_status_t bad(MACHPORT_OUT uint32_t **a); /* expect: parameter a is a pointer to a pointer */
#endif
