/* What libmach asks of the host where a thread may hold a lock or have taken a message. The C library's own functions are
   cancellation points: a thread that is cancelled in one would leave both behind.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_UNCANCELLED_H
#define EMBEDDED_UNCANCELLED_H
#include <sys/syscall.h>
#include <unistd.h>

static inline long uncancelled_read(int fd, void *bytes, size_t size)
{
    return syscall(SYS_read, fd, bytes, size);
}

static inline long uncancelled_write(int fd, const void *bytes, size_t size)
{
    return syscall(SYS_write, fd, bytes, size);
}

static inline void uncancelled_close(int fd)
{
    (void)syscall(SYS_close, fd);
}

static inline long uncancelled_msync(void *address, size_t size, int flags)
{
    return syscall(SYS_msync, address, size, flags);
}

#endif
