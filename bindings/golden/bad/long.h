/* Refused: a type whose width differs.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(unsigned long a); /* expect: "unsigned long" has no width that every target agrees on */
#endif
