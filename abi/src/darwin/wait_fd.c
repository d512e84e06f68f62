/* A file descriptor that is readable while a message waits: a kernel queue on an Apple host, libmach's own elsewhere.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_ops.h"
#include <mach/mach.h>
#if defined(__APPLE__)
#include <sys/event.h>
#include <unistd.h>

machport_status_t machport_op_wait_fd(machport_name_t from, int32_t *fd)
{
    struct kevent change;
    *fd = -1;
    const int queue = kqueue();
    if (queue < 0)
        return KERN_RESOURCE_SHORTAGE;
    EV_SET(&change, from, EVFILT_MACHPORT, EV_ADD, 0, 0, NULL);
    if (kevent(queue, &change, 1, NULL, 0, NULL) != 0) {
        (void)close(queue);
        return KERN_RESOURCE_SHORTAGE;
    }
    *fd = queue;
    return KERN_SUCCESS;
}
#else
#include <mach/embedded.h>

machport_status_t machport_op_wait_fd(machport_name_t from, int32_t *fd)
{
    return mach_embedded_wait_fd(from, fd);
}
#endif
