/* Refused: a variable.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

extern uint32_t bad; /* expect: bad is a variable or a union */
#endif
