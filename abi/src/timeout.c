/* Timeouts are nanoseconds here and 32 bits of milliseconds on every Mach: a longer one is waited for in slices.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"

#define NS_PER_MS UINT64_C(1000000)
#define LONGEST_MS (MACHPORT_OP_FOREVER - 1)

uint32_t machport_timeout_slice(uint64_t *left_ns)
{
    if (*left_ns == MACHPORT_FOREVER)
        return MACHPORT_OP_FOREVER;
    const uint64_t ms = *left_ns / NS_PER_MS + (*left_ns % NS_PER_MS != 0);
    if (ms > LONGEST_MS) {
        *left_ns -= LONGEST_MS * NS_PER_MS;
        return LONGEST_MS;
    }
    *left_ns = 0;
    return (uint32_t)ms;
}
