/* Refused: a returned port without a verb.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Gives. */
machport_send_t bad(void); /* expect: the returned port does not say who owns it */
#endif
