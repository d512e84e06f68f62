/* Refused: a retained right that is not borrowed.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(MACHPORT_CONSUMED MACHPORT_RETAINED_UNTIL(bad) machport_send_t a); /* expect: parameter a says how long it is retained, but is not borrowed */
#endif
