/* What a test that runs on several Machs must know of the one that it is on.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef THIS_MACH_H
#define THIS_MACH_H
#include "space_view.h"
#if __STDC_HOSTED__
#include <mach/embedded.h>
#endif

/* GNU Mach has no guards and no trailers, and gives a freed name out again at once. */
static inline int is_gnumach(void)
{
    return machport_mach_name()[0] == 'g';
}

/* Whether a message says that the kernel sent it, or a task. */
static inline uint32_t origin_if_known(uint32_t origin)
{
    return is_gnumach() ? MACHPORT_ORIGIN_UNKNOWN : origin;
}

/* A name that holds nothing, whatever is allocated meanwhile. */
static inline machport_name_t stale_name(void)
{
    if (is_gnumach())
        return 0x7654321;
    const machport_receive_t receive = new_port();
    CHECK_EQ(machport_receive_right_release(receive, 0), MACHPORT_KERN_SUCCESS);
    return receive;
}

/* How many guard exceptions this process has raised. */
static inline uint64_t guard_exceptions(void)
{
    uint64_t exceptions = 0;
#if __STDC_HOSTED__
    CHECK_EQ(mach_embedded_guard_exceptions(&exceptions), MACHPORT_KERN_SUCCESS);
#endif
    return exceptions;
}

#endif
