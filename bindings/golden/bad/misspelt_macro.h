/* Refused: a macro that verbs.h does not have.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(MACHPORT_BOROWED machport_send_t a); /* expect: clang says: */
#endif
