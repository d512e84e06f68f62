/* Refused: a word twice.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(MACHPORT_BORROWED MACHPORT_BORROWED machport_send_t a); /* expect: "borrowed" is said twice */
#endif
