/* Refused: a type that is no integer.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(double a); /* expect: "double" has no width that every target agrees on */
#endif
