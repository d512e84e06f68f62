/* Refused: a typedef of an enum.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

enum level;
/** A level. */
typedef enum level level_t; /* expect: is an enum, whose width is the compiler's choice */
#endif
