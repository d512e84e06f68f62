/* Refused: a const pointer to nobody knows how many.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(const uint32_t *a); /* expect: parameter a does not say how many there are */
#endif
