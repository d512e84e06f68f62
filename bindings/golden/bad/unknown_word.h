/* Refused: a word that verbs.h does not have.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(MACHPORT_NOTE("borowed") machport_send_t a); /* expect: "borowed" is no word of verbs.h */
#endif
