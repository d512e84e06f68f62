/* Refused: a struct that is not described.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Holds. */
typedef struct bad bad_t; /* expect: bad_t has no fields here */
#endif
