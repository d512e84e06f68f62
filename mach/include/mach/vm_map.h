/* Pages of the calling task: those that Mach calls return, and those that messages take along.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_VM_MAP_H
#define MACH_VM_MAP_H
#include <mach/decls.h>
#include <mach/mach_types.h>
#include <mach/vm_statistics.h>

MACH_DECLS_BEGIN
/* Whole pages, filled with zeros. Where they are to be at an address, it is rounded down to a page. */
kern_return_t vm_allocate(vm_map_t target_task, vm_address_t *address, vm_size_t size, int flags);
kern_return_t vm_deallocate(vm_map_t target_task, vm_address_t address, vm_size_t size);
MACH_DECLS_END

#endif
