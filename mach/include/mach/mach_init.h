/* The ports of the calling task, of its host and of the calling thread.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_MACH_INIT_H
#define MACH_MACH_INIT_H
#include <mach/decls.h>
#include <mach/mach_types.h>
#include <mach/vm_page_size.h>

MACH_DECLS_BEGIN
/* Each task knows its own port by this name, so that it is never written. */
extern mach_port_t mach_task_self_;
/* The bootstrap port that each task begins with, likewise: see servers/bootstrap.h. */
extern mach_port_t bootstrap_port;
/* Unlike the task's own port these come with a user reference each time, the caller's to release. */
mach_port_t mach_host_self(void);
mach_port_t mach_thread_self(void);
/* A new receive right, for replies; MACH_PORT_NULL where there is no room. */
mach_port_t mach_reply_port(void);
MACH_DECLS_END
#define mach_task_self() mach_task_self_
#define current_task() mach_task_self()

#endif
