/* Memory of the process: what Mach calls return, what messages take along, and what may be done with it. The task is any of the
   process's: they all have the same memory.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACH_VM_MAP_H
#define MACH_VM_MAP_H
#include <mach/decls.h>
#include <mach/mach_types.h>
#include <mach/vm_prot.h>
#include <mach/vm_statistics.h>

MACH_DECLS_BEGIN
/* Whole pages, filled with zeros. Where they are to be at an address, it is rounded down to a page. */
kern_return_t vm_allocate(vm_map_t target_task, vm_address_t *address, vm_size_t size, int flags);
kern_return_t vm_deallocate(vm_map_t target_task, vm_address_t address, vm_size_t size);
/* Lowering what may ever be allowed (set_maximum) is not supported. */
kern_return_t vm_protect(vm_map_t target_task, vm_address_t address, vm_size_t size, boolean_t set_maximum,
                         vm_prot_t new_protection);

/* Copies, which answer KERN_INVALID_ADDRESS where no memory is, and KERN_PROTECTION_FAILURE where it must not be read or
   written. */

/* Into pages of their own, the caller's to vm_deallocate. */
kern_return_t vm_read(vm_map_read_t target_task, vm_address_t address, vm_size_t size, vm_offset_t *data,
                      mach_msg_type_number_t *dataCnt);
kern_return_t vm_read_overwrite(vm_map_read_t target_task, vm_address_t address, vm_size_t size, vm_address_t data,
                                vm_size_t *outsize);
kern_return_t vm_write(vm_map_t target_task, vm_address_t address, vm_offset_t data, mach_msg_type_number_t dataCnt);
kern_return_t vm_copy(vm_map_t target_task, vm_address_t source_address, vm_size_t size, vm_address_t dest_address);
MACH_DECLS_END

#endif
