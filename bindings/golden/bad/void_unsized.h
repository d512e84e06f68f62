/* Refused: bytes without a size.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(const void *a); /* expect: parameter a does not say how many there are */
#endif
