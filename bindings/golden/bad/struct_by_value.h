/* Refused: a struct by value.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(MACHPORT_PER_ELEMENT machport_right_t a); /* expect: parameter a is a struct by value */
#endif
