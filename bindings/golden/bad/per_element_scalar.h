/* Refused: per element on one right.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(MACHPORT_PER_ELEMENT machport_send_t a); /* expect: parameter a cannot be "per_element" */
#endif
