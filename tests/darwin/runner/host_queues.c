/* Kernel queues, as far as they say that a message waits: libmach's descriptor for that takes the queue's place.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "host.h"
#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define EVFILT_MACHPORT (-8)
#define EV_ADD 1

struct kevent {
    uint64_t ident;
    int16_t filter;
    uint16_t flags;
    uint32_t fflags;
    int64_t data;
    uint64_t udata;
};

static int guest_kqueue(void)
{
    return eventfd(0, EFD_CLOEXEC);
}

static int guest_kevent(int queue, const struct kevent *changes, int change_count, void *events, int event_count)
{
    int32_t (*wait_fd)(uint32_t, int32_t *) =
        (int32_t(*)(uint32_t, int32_t *))(uintptr_t)host_library_symbol("mach_embedded_wait_fd");
    int32_t waiting;
    if (event_count != 0 || change_count != 1 || changes->filter != EVFILT_MACHPORT || changes->flags != EV_ADD)
        refuse("kevent for anything but one port that is added is not supported");
    (void)events;
    if (wait_fd == NULL)
        refuse("kevent for a port needs libmach: -l libmach.so");
    if (wait_fd((uint32_t)changes->ident, &waiting) != 0) {
        errno = EINVAL;
        return -1;
    }
    const int status = dup2(waiting, queue) == queue ? 0 : -1;
    (void)close(waiting);
    return status;
}

const struct host_symbol host_queues[] = {HOST_FUNCTION("_kqueue", guest_kqueue), HOST_FUNCTION("_kevent", guest_kevent),
                                          HOST_END};
