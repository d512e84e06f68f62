/* What the task argument of a Mach call is.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_MACH_TYPES_H
#define MACH_MACH_TYPES_H
#include <mach/boolean.h>
#include <mach/kern_return.h>
#include <mach/message.h>
#include <mach/port.h>
#include <mach/vm_types.h>

typedef mach_port_t task_t;
typedef mach_port_t task_name_t;
typedef mach_port_t task_read_t;
typedef mach_port_t task_inspect_t;
typedef mach_port_t thread_t;
typedef mach_port_t host_t;
typedef mach_port_t ipc_space_t;
typedef mach_port_t ipc_space_read_t;
typedef mach_port_t vm_task_entry_t;

#define TASK_NULL ((task_t)0)

#endif
