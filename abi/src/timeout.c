/* Timeouts are nanoseconds here and some bits of milliseconds on every Mach: a longer one is waited for in slices.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "internal.h"

#define NS_PER_MS UINT64_C(1000000)

uint32_t machport_timeout_slice(uint64_t *left_ns)
{
    if (*left_ns == MACHPORT_FOREVER)
        return MACHPORT_OP_FOREVER;
    const uint64_t ms = *left_ns / NS_PER_MS + (*left_ns % NS_PER_MS != 0);
    if (ms > machport_op_longest_ms) {
        *left_ns -= machport_op_longest_ms * NS_PER_MS;
        return machport_op_longest_ms;
    }
    *left_ns = 0;
    return (uint32_t)ms;
}
