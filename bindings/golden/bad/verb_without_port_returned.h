/* Refused: a verb at a function that returns no port.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Gives. */
MACHPORT_OWNED uint32_t bad(void); /* expect: says who owns what it returns, but returns no port */
#endif
