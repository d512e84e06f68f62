/* Does what its argument says, and does not live through it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <mach/mach.h>
#include <stdio.h>
#include <string.h>

__attribute__((noinline)) static void write_to(volatile int *address)
{
    *address = 1;
}

__attribute__((noinline)) static void fill(volatile char *room, unsigned length)
{
    for (unsigned i = 0; i < length; i++)
        room[i] = 'x';
}

__attribute__((noinline)) static void overflow(void)
{
    volatile char room[8];
    fill(room, 64);
}

int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "";
    vm_address_t page = 0;
    if (strcmp(how, "null") == 0)
        write_to(NULL);
    if (strcmp(how, "code") == 0)
        write_to((volatile int *)(uintptr_t)&main);
    if (strcmp(how, "call") == 0)
        ((void (*)(void))(uintptr_t)(argv))();
    if (strcmp(how, "stack") == 0)
        overflow();
    if (strcmp(how, "host") == 0)
        puts((const char *)16);
    if (strcmp(how, "gone") == 0) {
        vm_allocate(mach_task_self(), &page, 4096, VM_FLAGS_ANYWHERE);
        write_to((volatile int *)page);
        vm_deallocate(mach_task_self(), page, 4096);
        write_to((volatile int *)page);
    }
    return 0;
}
