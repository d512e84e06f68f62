/* The arrays that Mach calls return, and vm_deallocate, by which their callers give them back.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "vm.h"
#include "call.h"
#include "memory.h"
#include "task.h"

kern_return_t array_create(size_t count, uint32_t **array)
{
    *array = memory_allocate(count * sizeof **array);
    return count != 0 && *array == NULL ? KERN_RESOURCE_SHORTAGE : KERN_SUCCESS;
}

void array_destroy(size_t count, uint32_t *array)
{
    memory_free(array, count * sizeof *array);
}

kern_return_t vm_deallocate(vm_map_t target_task, vm_address_t address, vm_size_t size)
{
    struct space *space;
    kern_return_t status = task_lock(target_task, &space);
    if (status != KERN_SUCCESS)
        return status;
    space_unlock(space);
    return size == 0 || memory_unmap(address, size) ? KERN_SUCCESS : KERN_INVALID_ARGUMENT;
}
