/* Refused: nullable at what is neither a port nor a pointer.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(MACHPORT_NULLABLE uint32_t a); /* expect: parameter a says "nullable", but is neither a port nor a pointer */
#endif
