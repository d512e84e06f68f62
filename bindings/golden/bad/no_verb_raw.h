/* Refused: a raw name is a port too.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(machport_name_t a); /* expect: parameter a does not say who owns it */
#endif
