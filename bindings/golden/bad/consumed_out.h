/* Refused: consumed on a result.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Gives. */
machport_status_t bad(MACHPORT_OUT MACHPORT_CONSUMED machport_send_t *a); /* expect: parameter a cannot be "consumed" */
#endif
