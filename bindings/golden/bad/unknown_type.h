/* Refused: a type that is not declared.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Takes. */
machport_status_t bad(strange_t a); /* expect: clang says: unknown type name 'strange_t' */
#endif
