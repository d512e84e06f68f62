/* There are no such descriptors on GNU Mach: a file descriptor is a work of the system above the kernel.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_ops.h"

machport_status_t machport_op_wait_fd(machport_name_t from, int32_t *fd)
{
    (void)from;
    *fd = -1;
    return MACHPORT_KERN_NOT_SUPPORTED;
}
