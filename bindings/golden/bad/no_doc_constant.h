/* Refused: a constant without a doc comment.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

#define BAD UINT32_C(1) /* expect: BAD has no doc comment */
#endif
