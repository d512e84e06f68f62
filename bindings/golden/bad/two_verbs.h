/* Refused: two verbs.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(MACHPORT_BORROWED MACHPORT_CONSUMED machport_send_t a); /* expect: two verbs, "borrowed" and "consumed" */
#endif
