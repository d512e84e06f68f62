/* The arrays that Mach calls return, and the calls on pages.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "vm.h"
#include "call.h"
#include "memory.h"
#include "task.h"
#include <unistd.h>

kern_return_t array_create(size_t count, uint32_t **array)
{
    *array = memory_allocate(count * sizeof **array);
    return count != 0 && *array == NULL ? KERN_RESOURCE_SHORTAGE : KERN_SUCCESS;
}

void array_destroy(size_t count, uint32_t *array)
{
    memory_free(array, count * sizeof *array);
}

/* Whether the port is a task's of this process: they all have the same memory. */
static kern_return_t check_task(vm_map_t task)
{
    struct space *space;
    kern_return_t status = task_lock(task, &space);
    if (status == KERN_SUCCESS)
        space_unlock(space);
    return status;
}

kern_return_t vm_allocate(vm_map_t target_task, vm_address_t *address, vm_size_t size, int flags)
{
    kern_return_t status = check_task(target_task);
    if (status != KERN_SUCCESS)
        return status;
    if (size == 0) {
        *address = 0;
        return KERN_SUCCESS;
    }
    if ((flags & VM_FLAGS_ANYWHERE) != 0) {
        *address = (vm_address_t)memory_allocate(size);
        return *address == 0 ? KERN_NO_SPACE : KERN_SUCCESS;
    }
    vm_address_t start = *address & ~((vm_address_t)sysconf(_SC_PAGESIZE) - 1);
    if (start == 0)
        return KERN_INVALID_ADDRESS;
    vm_size_t before = *address - start;
    if (size > SIZE_MAX - before || !memory_allocate_at(start, size + before))
        return KERN_NO_SPACE;
    *address = start;
    return KERN_SUCCESS;
}

kern_return_t vm_deallocate(vm_map_t target_task, vm_address_t address, vm_size_t size)
{
    kern_return_t status = check_task(target_task);
    if (status != KERN_SUCCESS)
        return status;
    return size == 0 || memory_unmap(address, size) ? KERN_SUCCESS : KERN_INVALID_ARGUMENT;
}
