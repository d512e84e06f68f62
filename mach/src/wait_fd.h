/* File descriptors that are readable while a message waits, and once none can come any more.
   SPDX-License-Identifier: MIT OR Apache-2.0
   One belongs to a port or a set and is protected by its lock. */
#ifndef EMBEDDED_WAIT_FD_H
#define EMBEDDED_WAIT_FD_H
#include <mach/mach.h>
#include <stdbool.h>

enum { NO_FD = -1 };

/* A duplicate for whoever asks, of a descriptor that is made where there is none yet. */
kern_return_t wait_fd_get(int *own, bool readable, int32_t *fd);
void wait_fd_set(int fd, bool readable);
/* No message can come any more. */
void wait_fd_end(int *own);

#endif
