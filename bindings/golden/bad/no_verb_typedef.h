/* Refused: a kind that a typedef hides.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Another name. */
typedef machport_receive_t other_t;
/** Takes. */
machport_status_t bad(other_t a); /* expect: parameter a does not say who owns it */
#endif
