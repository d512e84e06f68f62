/* The arrays that Mach calls return, and vm_deallocate, by which their callers give them back.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "vm.h"
#include "call.h"
#include "task.h"
#include <sys/mman.h>
#include <unistd.h>

kern_return_t array_create(size_t count, uint32_t **array)
{
    *array = NULL;
    if (count == 0)
        return KERN_SUCCESS;
    void *memory = mmap(NULL, count * sizeof **array, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return KERN_RESOURCE_SHORTAGE;
    *array = memory;
    return KERN_SUCCESS;
}

void array_destroy(size_t count, uint32_t *array)
{
    if (count != 0)
        munmap(array, count * sizeof *array);
}

kern_return_t vm_deallocate(vm_map_t target_task, vm_address_t address, vm_size_t size)
{
    struct space *space;
    kern_return_t status = task_lock(target_task, &space);
    if (status != KERN_SUCCESS)
        return status;
    space_unlock(space);
    if (size == 0)
        return KERN_SUCCESS;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t start = address & ~(page - 1);
    if (address + size < address || address + size > UINTPTR_MAX - page)
        return KERN_INVALID_ARGUMENT;
    uintptr_t end = (address + size + page - 1) & ~(page - 1);
    return munmap((void *)start, end - start) == 0 ? KERN_SUCCESS : KERN_INVALID_ADDRESS;
}
