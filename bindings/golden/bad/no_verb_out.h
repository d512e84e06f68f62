/* Refused: a result without a verb.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Gives. */
machport_status_t bad(MACHPORT_OUT machport_send_t *a); /* expect: parameter a does not say who owns it */
#endif
