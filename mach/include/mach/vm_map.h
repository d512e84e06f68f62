/* Giving back the memory that a Mach call returned.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_VM_MAP_H
#define MACH_VM_MAP_H
#include <mach/decls.h>
#include <mach/mach_types.h>

MACH_DECLS_BEGIN
kern_return_t vm_deallocate(vm_map_t target_task, vm_address_t address, vm_size_t size);
MACH_DECLS_END

#endif
