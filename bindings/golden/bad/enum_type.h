/* Refused: an enum type.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

enum level { LOW }; /* expect: LOW is an enum constant, but no status */
#endif
