/* Refused: a doc comment at a macro that is no number.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** A text. */
#define BAD "text" /* expect: BAD has a doc comment, but is no integer constant */
#endif
