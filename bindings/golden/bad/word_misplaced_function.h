/* Refused: a word of pointers at a function.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
MACHPORT_OUT machport_status_t bad(uint32_t a); /* expect: "out" says nothing here */
#endif
