/* Refused: borrowed on what goes in and comes out.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Changes. */
machport_status_t bad(MACHPORT_INOUT MACHPORT_BORROWED machport_send_t *a); /* expect: parameter a cannot be "borrowed" */
#endif
