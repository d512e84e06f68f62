/* What a program without a C library must have itself: the four functions that a compiler may call on its own, and memory,
   of which every piece is a region of its own, for few are asked for.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "memory.h"
#include "gnu/traps.h"
#include "mach_ops.h"
#include <stdlib.h>
#include <string.h>

/* In front of every piece. */
struct region {
    size_t size;
    size_t unused;
};

void *malloc(size_t size)
{
    uintptr_t address = 0;
    if (size > SIZE_MAX - sizeof(struct region) ||
        test_trap_vm_allocate(machport_op_task_self(), &address, size + sizeof(struct region), 1) != 0)
        return NULL;
    struct region *region = (struct region *)address;
    region->size = size + sizeof *region;
    return region + 1;
}

void *calloc(size_t count, size_t size)
{
    return size != 0 && count > SIZE_MAX / size ? NULL : malloc(count * size); /* the kernel's memory is zero */
}

void free(void *memory)
{
    struct region *region = (struct region *)memory - 1;
    if (memory != NULL)
        (void)machport_gnu_trap_vm_deallocate(machport_op_task_self(), (uintptr_t)region, region->size);
}

void *memset(void *to, int value, size_t size)
{
    unsigned char *bytes = to;
    while (size-- > 0)
        *bytes++ = (unsigned char)value;
    return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
    return memmove(to, from, size);
}

void *memmove(void *to, const void *from, size_t size)
{
    unsigned char *target = to;
    const unsigned char *source = from;
    if (target < source)
        while (size-- > 0)
            *target++ = *source++;
    else
        while (size-- > 0)
            target[size] = source[size];
    return to;
}

int memcmp(const void *a, const void *b, size_t size)
{
    const unsigned char *left = a, *right = b;
    for (; size > 0; size--, left++, right++)
        if (*left != *right)
            return *left - *right;
    return 0;
}
