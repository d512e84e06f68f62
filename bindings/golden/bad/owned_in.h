/* Refused: owned by value.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(MACHPORT_OWNED machport_send_t a); /* expect: parameter a cannot be "owned" */
#endif
