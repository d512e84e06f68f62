/* Refused: a verb at what is no port.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(MACHPORT_CONSUMED uint32_t a); /* expect: parameter a says who owns it, but is no port */
#endif
