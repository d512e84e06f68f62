/* A clock that never jumps.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_MACH_TIME_H
#define MACH_MACH_TIME_H
#include <mach/decls.h>
#include <mach/mach_types.h>

/* Nanoseconds are ticks times numer over denom. */
struct mach_timebase_info {
    uint32_t numer;
    uint32_t denom;
};
typedef struct mach_timebase_info *mach_timebase_info_t;
typedef struct mach_timebase_info mach_timebase_info_data_t;

MACH_DECLS_BEGIN
kern_return_t mach_timebase_info(mach_timebase_info_t info);
/* Ticks since some moment; not while the machine sleeps. */
uint64_t mach_absolute_time(void);
MACH_DECLS_END

#endif
