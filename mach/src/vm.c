/* vm_deallocate, for the arrays that Mach calls return.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "call.h"
#include "task.h"
#include <sys/mman.h>
#include <unistd.h>

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
