/* The arrays that Mach calls return, and the calls on pages.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "vm.h"
#include "call.h"
#include "memory.h"
#include "task.h"
#include <sys/mman.h>
#include <unistd.h>

vm_size_t vm_page_size, vm_page_mask;
int vm_page_shift;

/* Before all that may ask. */
__attribute__((constructor(101))) static void measure_page(void)
{
    vm_page_size = (vm_size_t)sysconf(_SC_PAGESIZE);
    vm_page_mask = vm_page_size - 1;
    vm_page_shift = __builtin_ctzll(vm_page_size);
}

kern_return_t array_create(size_t count, uint32_t **array)
{
    *array = memory_allocate(count * sizeof **array);
    return count != 0 && *array == NULL ? KERN_RESOURCE_SHORTAGE : KERN_SUCCESS;
}

void array_destroy(size_t count, uint32_t *array)
{
    memory_free(array, count * sizeof *array);
}

kern_return_t vm_check_task(vm_map_t task)
{
    struct space *space;
    kern_return_t status = task_lock(task, &space);
    if (status == KERN_SUCCESS)
        space_unlock(space);
    return status;
}

kern_return_t vm_allocate(vm_map_t target_task, vm_address_t *address, vm_size_t size, int flags)
{
    kern_return_t status = vm_check_task(target_task);
    if (status != KERN_SUCCESS)
        return status;
    if (((unsigned)flags & ~(unsigned)VM_FLAGS_USER_ALLOCATE) != 0)
        return KERN_INVALID_ARGUMENT;
    if (size == 0) {
        *address = 0;
        return KERN_SUCCESS;
    }
    if ((flags & VM_FLAGS_ANYWHERE) != 0) {
        *address = (vm_address_t)memory_allocate(size);
        return *address == 0 ? KERN_NO_SPACE : KERN_SUCCESS;
    }
    vm_address_t start = trunc_page(*address);
    if (start == 0)
        return KERN_INVALID_ADDRESS;
    vm_size_t before = *address - start;
    if (size > SIZE_MAX - before)
        return KERN_NO_SPACE;
    bool replaces = (flags & VM_FLAGS_OVERWRITE) != 0;
    if (!memory_allocate_at(start, size + before, replaces))
        return KERN_NO_SPACE;
    *address = start;
    return KERN_SUCCESS;
}

kern_return_t vm_deallocate(vm_map_t target_task, vm_address_t address, vm_size_t size)
{
    kern_return_t status = vm_check_task(target_task);
    if (status != KERN_SUCCESS)
        return status;
    return size == 0 || memory_unmap(address, size) ? KERN_SUCCESS : KERN_INVALID_ARGUMENT;
}

_Static_assert(VM_PROT_READ == PROT_READ && VM_PROT_WRITE == PROT_WRITE && VM_PROT_EXECUTE == PROT_EXEC, "the host's bits");

kern_return_t vm_protect(vm_map_t target_task, vm_address_t address, vm_size_t size, boolean_t set_maximum,
                         vm_prot_t new_protection)
{
    kern_return_t status = vm_check_task(target_task);
    if (status != KERN_SUCCESS)
        return status;
    if (address + size < address || (new_protection & ~(VM_PROT_ALL | VM_PROT_COPY)) != 0)
        return KERN_INVALID_ARGUMENT;
    if (size == 0)
        return KERN_SUCCESS;
    if (set_maximum)
        return KERN_NOT_SUPPORTED;
    vm_address_t start = trunc_page(address);
    vm_size_t length = round_page(address + size) - start;
    if (!memory_is_mapped(start, length))
        return KERN_INVALID_ADDRESS;
    return mprotect((void *)start, length, new_protection & VM_PROT_ALL) == 0 ? KERN_SUCCESS : KERN_PROTECTION_FAILURE;
}
