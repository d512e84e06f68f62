/* Refused: a doc comment that says nothing.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** @param a one */
machport_status_t bad(uint32_t a); /* expect: a doc comment without a sentence */
#endif
