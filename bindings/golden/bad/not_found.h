/* Refused: a header that is not there.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

#include "nowhere.h" /* expect: clang says: 'nowhere.h' file not found */
#endif
