/* Refused: a constant that is no status.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

enum {
    BAD_ONE = 1 /* expect: BAD_ONE is an enum constant, but no status */
};
#endif
