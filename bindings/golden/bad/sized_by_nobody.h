/* Refused: a size that is not there.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(MACHPORT_SIZED_BY(n) const uint32_t *a); /* expect: parameter a is SIZED_BY n, which is no integer parameter that goes in */
#endif
