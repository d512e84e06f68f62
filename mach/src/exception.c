/* The count of guard exceptions.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "exception.h"
#include <stdatomic.h>

static atomic_ulong exceptions; /* not 64 bits wide, which some 32-bit machines have no instructions for */

kern_return_t guard_exception(kern_return_t status)
{
    atomic_fetch_add_explicit(&exceptions, 1, memory_order_relaxed);
    return status;
}

uint64_t guard_exceptions(void)
{
    return atomic_load_explicit(&exceptions, memory_order_relaxed);
}
