/* The ports that a task is told of.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_TASK_H
#define MACH_TASK_H
#include <mach/decls.h>
#include <mach/mach_types.h>
#include <mach/task_special_ports.h>

MACH_DECLS_BEGIN
/* Gives a send right, the caller's to release; MACH_PORT_NULL where the task has none. */
kern_return_t task_get_special_port(task_inspect_t task, int which_port, mach_port_t *special_port);
/* Copies the caller's send right. */
kern_return_t task_set_special_port(task_t task, int which_port, mach_port_t special_port);
MACH_DECLS_END

#endif
