/* Refused: a parameter without a name.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(uint32_t); /* expect: a parameter has no name */
#endif
