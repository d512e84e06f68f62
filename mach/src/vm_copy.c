/* Memory is read, written and copied for those who may not have it: no signal, but an answer.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "memory.h"
#include "vm.h"

static kern_return_t why_not(vm_address_t from, vm_address_t to, vm_size_t size)
{
    bool mapped = memory_is_mapped(from, size) && memory_is_mapped(to, size);
    return mapped ? KERN_PROTECTION_FAILURE : KERN_INVALID_ADDRESS;
}

static kern_return_t copy_apart(vm_address_t from, vm_address_t to, vm_size_t size)
{
    return memory_read((void *)to, from, size) ? KERN_SUCCESS : why_not(from, to, size);
}

/* Where both ends overlap, by way of pages that do not. */
static kern_return_t copy(vm_address_t from, vm_address_t to, vm_size_t size)
{
    vm_size_t apart = from < to ? to - from : from - to;
    if (apart >= size)
        return copy_apart(from, to, size);
    void *between = memory_allocate(size);
    if (between == NULL)
        return KERN_RESOURCE_SHORTAGE;
    kern_return_t status = copy_apart(from, (vm_address_t)between, size);
    if (status == KERN_SUCCESS)
        status = copy_apart((vm_address_t)between, to, size);
    memory_free(between, size);
    return status;
}

kern_return_t vm_read(vm_map_read_t target_task, vm_address_t address, vm_size_t size, vm_offset_t *data,
                      mach_msg_type_number_t *dataCnt)
{
    kern_return_t status = vm_check_task(target_task);
    if (status != KERN_SUCCESS)
        return status;
    if (size > UINT32_MAX)
        return KERN_INVALID_ARGUMENT;
    void *memory = memory_allocate(size);
    if (size != 0 && memory == NULL)
        return KERN_RESOURCE_SHORTAGE;
    if (!memory_read(memory, address, size)) {
        memory_free(memory, size);
        return why_not(address, address, size);
    }
    *data = (vm_offset_t)memory;
    *dataCnt = (mach_msg_type_number_t)size;
    return KERN_SUCCESS;
}

kern_return_t vm_read_overwrite(vm_map_read_t target_task, vm_address_t address, vm_size_t size, vm_address_t data,
                                vm_size_t *outsize)
{
    kern_return_t status = vm_check_task(target_task);
    if (status == KERN_SUCCESS)
        status = copy(address, data, size);
    if (status == KERN_SUCCESS)
        *outsize = size;
    return status;
}

/* The bytes are taken first, as a message would take them. */
kern_return_t vm_write(vm_map_t target_task, vm_address_t address, vm_offset_t data, mach_msg_type_number_t dataCnt)
{
    mach_msg_type_number_t size;
    vm_offset_t taken = 0;
    kern_return_t status = vm_check_task(target_task);
    if (status != KERN_SUCCESS)
        return status;
    status = vm_read(target_task, data, dataCnt, &taken, &size);
    if (status != KERN_SUCCESS)
        return status == KERN_RESOURCE_SHORTAGE ? MACH_SEND_NO_BUFFER : MACH_SEND_INVALID_MEMORY;
    status = copy(taken, address, size);
    memory_free((void *)taken, size);
    return status;
}

kern_return_t vm_copy(vm_map_t target_task, vm_address_t source_address, vm_size_t size, vm_address_t dest_address)
{
    kern_return_t status = vm_check_task(target_task);
    return status == KERN_SUCCESS ? copy(source_address, dest_address, size) : status;
}
