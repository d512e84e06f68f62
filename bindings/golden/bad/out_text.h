/* Refused: text that comes out.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Gives. */
machport_status_t bad(MACHPORT_OUT char *a); /* expect: parameter a does not say how many there are */
#endif
