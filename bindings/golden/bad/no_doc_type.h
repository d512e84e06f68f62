/* Refused: a type without a doc comment.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

typedef uint32_t bad_t; /* expect: bad_t has no doc comment */
#endif
