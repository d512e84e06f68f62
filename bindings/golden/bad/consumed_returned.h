/* Refused: consumed on a returned port.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Gives. */
MACHPORT_CONSUMED machport_send_t bad(void); /* expect: the returned port cannot be "consumed" */
#endif
