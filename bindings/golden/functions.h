/* What a function may say of itself.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef FUNCTIONS_H
#define FUNCTIONS_H
#include <machport.h>

/** Answers "yes" */
MACHPORT_API MACHPORT_BLOCKS machport_status_t functions_wait(void);

/** Not on every Mach. */
MACHPORT_API MACHPORT_OPTIONAL machport_status_t functions_optional(void);

/** Came later. */
MACHPORT_API MACHPORT_SINCE(1.1) machport_status_t functions_later(void);

/** Came later still: all three. */
MACHPORT_API MACHPORT_BLOCKS MACHPORT_OPTIONAL MACHPORT_SINCE(1.10) machport_status_t functions_latest(void);
#endif
