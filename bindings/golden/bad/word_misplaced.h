/* Refused: a word of functions at a parameter.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(MACHPORT_BLOCKS uint32_t a); /* expect: "blocks" says nothing here */
#endif
