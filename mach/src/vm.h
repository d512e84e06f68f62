/* What the calls on memory share, and the arrays that Mach calls return, which their callers vm_deallocate.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef EMBEDDED_VM_H
#define EMBEDDED_VM_H
#include <mach/mach.h>
#include <stddef.h>

/* NULL for none. */
kern_return_t array_create(size_t count, uint32_t **array);
void array_destroy(size_t count, uint32_t *array);
/* Whether the port is a task's of this process: they all have the same memory. */
kern_return_t vm_check_task(vm_map_t task);

#endif
