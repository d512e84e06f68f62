/* The calls on memory: whole pages, copies, protection, and XNU's answers where there is none.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "mach_test.h"
#include <mach/mach_time.h>
#include <mach/mach_vm.h>
#include <unistd.h>

static vm_address_t new_pages(vm_size_t count)
{
    vm_address_t address = 0;
    OK(vm_allocate(SELF, &address, count * vm_page_size, VM_FLAGS_ANYWHERE | VM_MAKE_TAG(VM_MEMORY_MACH_MSG)));
    return address;
}

static void free_pages(vm_address_t address, vm_size_t count)
{
    OK(vm_deallocate(SELF, address, count * vm_page_size));
}

static int is_mapped(vm_address_t address)
{
    char byte;
    vm_size_t read;
    return vm_read_overwrite(SELF, address, 1, (vm_address_t)&byte, &read) == KERN_SUCCESS;
}

static char *bytes(vm_address_t address)
{
    return (char *)address;
}

static void test_the_page_is_the_machines(void)
{
    CHECK_EQ(vm_page_size, sysconf(_SC_PAGESIZE));
    CHECK_EQ(vm_page_mask, vm_page_size - 1);
    CHECK_EQ((vm_size_t)1 << vm_page_shift, vm_page_size);
    CHECK_EQ(round_page((vm_size_t)1), vm_page_size);
    CHECK_EQ(trunc_page(vm_page_size + 1), vm_page_size);
}

static void test_allocated_memory_is_zeros_and_whole_pages(void)
{
    vm_address_t address = 0;
    OK(vm_allocate(SELF, &address, 1, VM_FLAGS_ANYWHERE));
    CHECK_EQ(address % vm_page_size, 0);
    CHECK_EQ(bytes(address)[0], 0);
    CHECK_EQ(bytes(address)[vm_page_size - 1], 0);
    bytes(address)[0] = 1;
    free_pages(address, 1);
    CHECK(!is_mapped(address));
    free_pages(address, 1); /* nothing is there any more, which is no fault */
}

static void test_memory_at_an_address(void)
{
    vm_address_t pages = new_pages(3), at = pages + vm_page_size;
    free_pages(pages, 3);
    OK(vm_allocate(SELF, &at, vm_page_size, VM_FLAGS_FIXED));
    CHECK_EQ(at, pages + vm_page_size);
    bytes(at)[0] = 1;
    CHECK_EQ(vm_allocate(SELF, &at, vm_page_size, VM_FLAGS_FIXED), KERN_NO_SPACE);
    CHECK_EQ(bytes(at)[0], 1);
    OK(vm_allocate(SELF, &at, vm_page_size, VM_FLAGS_FIXED | VM_FLAGS_OVERWRITE));
    CHECK_EQ(bytes(at)[0], 0);
    free_pages(at, 1);
    at = pages + 10;
    OK(vm_allocate(SELF, &at, 1, VM_FLAGS_FIXED));
    CHECK_EQ(at, pages);
    free_pages(at, 1);
}

static void test_allocations_that_are_refused(void)
{
    vm_address_t address = 77;
    OK(vm_allocate(SELF, &address, 0, VM_FLAGS_ANYWHERE));
    CHECK_EQ(address, 0);
    CHECK_EQ(vm_allocate(SELF, &address, 1, VM_FLAGS_FIXED), KERN_INVALID_ADDRESS);
    CHECK_EQ(vm_allocate(SELF, &address, 1, VM_FLAGS_ANYWHERE | 0x200), KERN_INVALID_ARGUMENT);
    CHECK_EQ(vm_allocate(SELF, &address, UINTPTR_MAX / 2, VM_FLAGS_ANYWHERE), KERN_NO_SPACE);
    CHECK_EQ(vm_allocate(MACH_PORT_NULL, &address, 1, VM_FLAGS_ANYWHERE), MACH_SEND_INVALID_DEST);
    CHECK_EQ(vm_deallocate(SELF, UINTPTR_MAX - 10, 20), KERN_INVALID_ARGUMENT);
    CHECK_EQ(vm_deallocate(NAME_UNKNOWN, 0, 0), MACH_SEND_INVALID_DEST);
}

static void test_what_is_allowed_of_memory(void)
{
    vm_address_t page = new_pages(1), copy = new_pages(1);
    vm_size_t read = 77;
    OK(vm_protect(SELF, page + 5, 1, FALSE, VM_PROT_READ)); /* the whole page */
    CHECK_EQ(vm_copy(SELF, copy, 10, page), KERN_PROTECTION_FAILURE);
    OK(vm_copy(SELF, page, 10, copy));
    OK(vm_protect(SELF, page, vm_page_size, FALSE, VM_PROT_NONE));
    CHECK_EQ(vm_read_overwrite(SELF, page, 10, copy, &read), KERN_PROTECTION_FAILURE);
    CHECK_EQ(vm_read_overwrite(SELF, page, 10, 0, &read), KERN_INVALID_ADDRESS);
    CHECK_EQ(read, 77);
    OK(vm_protect(SELF, page, vm_page_size, FALSE, VM_PROT_DEFAULT | VM_PROT_COPY));
    bytes(page)[0] = 1;
    OK(vm_protect(SELF, page, 0, FALSE, VM_PROT_NONE));
    CHECK_EQ(vm_protect(SELF, page, 1, FALSE, 0x1000), KERN_INVALID_ARGUMENT);
    CHECK_EQ(vm_protect(SELF, UINTPTR_MAX, 2, FALSE, VM_PROT_READ), KERN_INVALID_ARGUMENT);
    CHECK_EQ(vm_protect(SELF, page, 1, TRUE, VM_PROT_READ), KERN_NOT_SUPPORTED);
    CHECK_EQ(vm_protect(NAME_UNKNOWN, page, 1, FALSE, VM_PROT_READ), MACH_SEND_INVALID_DEST);
    free_pages(page, 1);
    CHECK_EQ(vm_protect(SELF, page, 1, FALSE, VM_PROT_READ), KERN_INVALID_ADDRESS);
    free_pages(copy, 1);
}

static void test_memory_is_read_into_pages_of_its_own(void)
{
    vm_address_t page = new_pages(2);
    vm_offset_t data = 0;
    mach_msg_type_number_t count = 0;
    strcpy(bytes(page) + 3, "text");
    OK(vm_read(SELF, page + 3, 5, &data, &count));
    CHECK_EQ(count, 5);
    CHECK_EQ(data % vm_page_size, 0);
    CHECK_EQ(strcmp(bytes(data), "text"), 0);
    OK(vm_deallocate(SELF, data, count));
    free_pages(page + vm_page_size, 1);
    data = 77;
    CHECK_EQ(vm_read(SELF, page, vm_page_size + 1, &data, &count), KERN_INVALID_ADDRESS);
    CHECK_EQ(vm_read(SELF, 0, 1, &data, &count), KERN_INVALID_ADDRESS);
    CHECK_EQ(vm_read(NAME_UNKNOWN, page, 1, &data, &count), MACH_SEND_INVALID_DEST);
    CHECK_EQ(data, 77);
    free_pages(page, 1);
}

static void test_memory_is_written_and_copied(void)
{
    vm_address_t page = new_pages(1);
    vm_size_t read = 0;
    char text[8] = {0};
    OK(vm_write(SELF, page, (vm_offset_t) "text", 5));
    OK(vm_read_overwrite(SELF, page, 5, (vm_address_t)text, &read));
    CHECK_EQ(read, 5);
    CHECK_EQ(strcmp(text, "text"), 0);
    OK(vm_copy(SELF, page, 5, page + 2)); /* both ends overlap */
    CHECK_EQ(strcmp(bytes(page), "tetext"), 0);
    OK(vm_read_overwrite(SELF, page + 2, 5, page, &read));
    CHECK_EQ(strcmp(bytes(page), "text"), 0);
    CHECK_EQ(vm_write(SELF, page, 0, 5), MACH_SEND_INVALID_MEMORY);
    CHECK_EQ(vm_write(SELF, 0, page, 5), KERN_INVALID_ADDRESS);
    CHECK_EQ(vm_copy(SELF, page, 5, 0), KERN_INVALID_ADDRESS);
    CHECK_EQ(vm_copy(SELF, 0, 5, page), KERN_INVALID_ADDRESS);
    CHECK_EQ(vm_copy(SELF, page, 5, UINTPTR_MAX - 2), KERN_INVALID_ADDRESS);
    free_pages(page, 1);
}

static void test_the_wide_calls_are_the_same(void)
{
    mach_vm_address_t page = 0;
    mach_vm_size_t read = 0;
    vm_offset_t data = 0;
    mach_msg_type_number_t count = 0;
    OK(mach_vm_allocate(SELF, &page, vm_page_size, VM_FLAGS_ANYWHERE));
    OK(mach_vm_write(SELF, page, (vm_offset_t) "text", 5));
    OK(mach_vm_copy(SELF, page, 5, page + 8));
    OK(mach_vm_read_overwrite(SELF, page + 8, 5, page + 16, &read));
    CHECK_EQ(read, 5);
    OK(mach_vm_read(SELF, page + 16, 5, &data, &count));
    CHECK_EQ(strcmp(bytes(data), "text"), 0);
    OK(mach_vm_deallocate(SELF, data, count));
    OK(mach_vm_protect(SELF, page, 1, FALSE, VM_PROT_READ));
    CHECK_EQ(mach_vm_write(SELF, page, (vm_offset_t) "text", 5), KERN_PROTECTION_FAILURE);
    OK(mach_vm_deallocate(SELF, page, vm_page_size));
    CHECK(!is_mapped((vm_address_t)page));
    CHECK_EQ(mach_vm_allocate(SELF, &page, UINT64_MAX / 2, VM_FLAGS_ANYWHERE), KERN_NO_SPACE);
    CHECK_EQ(mach_vm_read(SELF, page, 5, &data, &count), KERN_INVALID_ADDRESS);
}

/* All tasks of the process have its memory. */
static void test_another_task_has_the_same_memory(void)
{
    uint64_t task = new_task(), home = enter(task);
    mach_port_name_t its_task = give(SELF, MACH_MSG_TYPE_COPY_SEND, home);
    vm_address_t page = 0;
    enter(home);
    OK(vm_allocate(its_task, &page, 1, VM_FLAGS_ANYWHERE));
    bytes(page)[0] = 1;
    OK(vm_deallocate(SELF, page, 1));
    OK(mach_embedded_task_destroy(task));
    CHECK_EQ(vm_allocate(its_task, &page, 1, VM_FLAGS_ANYWHERE), MACH_SEND_INVALID_DEST);
    OK(mach_port_deallocate(SELF, its_task));
}

static void test_the_clock_does_not_go_back(void)
{
    mach_timebase_info_data_t base = {0, 0};
    OK(mach_timebase_info(&base));
    CHECK(base.numer > 0 && base.denom > 0);
    uint64_t first = mach_absolute_time();
    usleep(1000);
    uint64_t passed = (mach_absolute_time() - first) * base.numer / base.denom;
    CHECK(passed >= 1000000); /* nanoseconds */
}

int main(void)
{
    RUN(test_the_page_is_the_machines);
    RUN(test_allocated_memory_is_zeros_and_whole_pages);
    RUN(test_memory_at_an_address);
    RUN(test_allocations_that_are_refused);
    RUN(test_what_is_allowed_of_memory);
    RUN(test_memory_is_read_into_pages_of_its_own);
    RUN(test_memory_is_written_and_copied);
    RUN(test_the_wide_calls_are_the_same);
    RUN(test_another_task_has_the_same_memory);
    RUN(test_the_clock_does_not_go_back);
    return check_result();
}
