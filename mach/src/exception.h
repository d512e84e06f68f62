/* Guard exceptions: where XNU would raise one, it is counted.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_EXCEPTION_H
#define EMBEDDED_EXCEPTION_H
#include <mach/mach.h>

/* XNU would raise an exception here, fatal to a hardened task. Gives the status back. */
kern_return_t guard_exception(kern_return_t status);
uint64_t guard_exceptions(void);

#endif
