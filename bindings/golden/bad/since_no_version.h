/* Refused: a version that is none.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef BAD_H
#define BAD_H
#include <machport.h>

/** Waits. */
MACHPORT_SINCE(next) machport_status_t bad(void); /* expect: next is no version */
#endif
