/* The tasks of the process, and which one a call is about.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_TASK_H
#define EMBEDDED_TASK_H
#include "space.h"

/* The space of the task that the calling thread acts as, locked; NULL where that task has ended. */
struct space *task_lock_current(void);
/* The space of the task whose port the calling thread's task calls so, locked. */
kern_return_t task_lock(mach_port_name_t task_port, struct space **space);
/* The space of a task by its number, locked; NULL where there is no such task. */
struct space *task_lock_number(uint64_t task);
void space_unlock(struct space *space);

/* What mach/embedded.h says of them. */
kern_return_t task_create(uint64_t *task);
kern_return_t task_enter(uint64_t task, uint64_t *previous);
uint64_t task_current(void);
kern_return_t task_destroy(uint64_t task);
kern_return_t task_reset(void);

#endif
