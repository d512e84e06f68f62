/* mach_absolute_time: in nanoseconds here.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <mach/mach_time.h>
#include <time.h>

uint64_t mach_absolute_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

kern_return_t mach_timebase_info(mach_timebase_info_t info)
{
    *info = (mach_timebase_info_data_t){1, 1};
    return KERN_SUCCESS;
}
