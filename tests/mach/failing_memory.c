/* The allocator of the tests in which memory runs out.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "failing_memory.h"
#include <sys/mman.h>
#include <unistd.h>

unsigned until_failure;
bool all_fail_from_then_on, one_failed;
atomic_int in_use;
atomic_size_t mapped_size;

static bool fails(void)
{
    if (until_failure == 0 || --until_failure > 0)
        return false;
    one_failed = true;
    until_failure = all_fail_from_then_on;
    return true;
}

void *__real_malloc(size_t size);
void __real_free(void *memory);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__real_mmap(void *address, size_t length, int protection, int flags, int file, off_t offset);
int __real_munmap(void *address, size_t length);
int __real_mprotect(void *address, size_t length, int protection);
void *__wrap_malloc(size_t size);
void __wrap_free(void *memory);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_mmap(void *address, size_t length, int protection, int flags, int file, off_t offset);
int __wrap_munmap(void *address, size_t length);
int __wrap_mprotect(void *address, size_t length, int protection);

static void *counted(void *memory)
{
    in_use += memory != NULL;
    return memory;
}

static size_t whole_pages(size_t length)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (length + page - 1) / page * page;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : counted(__real_malloc(size));
}

void __wrap_free(void *memory)
{
    in_use -= memory != NULL;
    __real_free(memory);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : counted(__real_calloc(count, size));
}

void *__wrap_realloc(void *memory, size_t size)
{
    if (fails())
        return NULL;
    return memory == NULL ? counted(__real_realloc(NULL, size)) : __real_realloc(memory, size);
}

void *__wrap_mmap(void *address, size_t length, int protection, int flags, int file, off_t offset)
{
    void *memory = fails() ? MAP_FAILED : __real_mmap(address, length, protection, flags, file, offset);
    mapped_size += memory == MAP_FAILED ? 0 : whole_pages(length);
    return memory;
}

int __wrap_munmap(void *address, size_t length)
{
    const int result = __real_munmap(address, length);
    mapped_size -= result == 0 ? whole_pages(length) : 0;
    return result;
}

int __wrap_mprotect(void *address, size_t length, int protection)
{
    return fails() ? -1 : __real_mprotect(address, length, protection);
}
