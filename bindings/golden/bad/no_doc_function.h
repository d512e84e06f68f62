/* Refused: a function without a doc comment.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

machport_status_t bad(void); /* expect: bad has no doc comment */
#endif
