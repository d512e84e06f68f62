/* The calls on memory with addresses of 64 bits, which may be more than the process has.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <mach/mach.h>
#include <mach/mach_vm.h>
#include <stdbool.h>

static bool is_here(mach_vm_address_t address, mach_vm_size_t size)
{
    return address <= UINTPTR_MAX && size <= UINTPTR_MAX;
}

kern_return_t mach_vm_allocate(vm_map_t target, mach_vm_address_t *address, mach_vm_size_t size, int flags)
{
    vm_address_t at = (vm_address_t)*address;
    if (!is_here(*address, size))
        return KERN_NO_SPACE;
    kern_return_t status = vm_allocate(target, &at, (vm_size_t)size, flags);
    if (status == KERN_SUCCESS)
        *address = at;
    return status;
}

kern_return_t mach_vm_deallocate(vm_map_t target, mach_vm_address_t address, mach_vm_size_t size)
{
    return is_here(address, size) ? vm_deallocate(target, (vm_address_t)address, (vm_size_t)size) : KERN_INVALID_ARGUMENT;
}

kern_return_t mach_vm_protect(vm_map_t target_task, mach_vm_address_t address, mach_vm_size_t size, boolean_t set_maximum,
                              vm_prot_t new_protection)
{
    if (!is_here(address, size))
        return KERN_INVALID_ADDRESS;
    return vm_protect(target_task, (vm_address_t)address, (vm_size_t)size, set_maximum, new_protection);
}

kern_return_t mach_vm_read(vm_map_read_t target_task, mach_vm_address_t address, mach_vm_size_t size, vm_offset_t *data,
                           mach_msg_type_number_t *dataCnt)
{
    if (!is_here(address, size))
        return KERN_INVALID_ADDRESS;
    return vm_read(target_task, (vm_address_t)address, (vm_size_t)size, data, dataCnt);
}

kern_return_t mach_vm_read_overwrite(vm_map_read_t target_task, mach_vm_address_t address, mach_vm_size_t size,
                                     mach_vm_address_t data, mach_vm_size_t *outsize)
{
    vm_size_t read = 0;
    if (!is_here(address, size) || !is_here(data, size))
        return KERN_INVALID_ADDRESS;
    kern_return_t status = vm_read_overwrite(target_task, (vm_address_t)address, (vm_size_t)size, (vm_address_t)data, &read);
    if (status == KERN_SUCCESS)
        *outsize = read;
    return status;
}

kern_return_t mach_vm_write(vm_map_t target_task, mach_vm_address_t address, vm_offset_t data, mach_msg_type_number_t dataCnt)
{
    return is_here(address, dataCnt) ? vm_write(target_task, (vm_address_t)address, data, dataCnt) : KERN_INVALID_ADDRESS;
}

kern_return_t mach_vm_copy(vm_map_t target_task, mach_vm_address_t source_address, mach_vm_size_t size,
                           mach_vm_address_t dest_address)
{
    if (!is_here(source_address, size) || !is_here(dest_address, size))
        return KERN_INVALID_ADDRESS;
    return vm_copy(target_task, (vm_address_t)source_address, (vm_size_t)size, (vm_address_t)dest_address);
}
